import { Worker } from "node:worker_threads"
import { Effect, Schema, Semaphore } from "effect"
import type { FileText } from "#workflows/language"
import { UNNAMED } from "./bodies.ts"

const THREAD = new URL("./exploring-thread.ts", import.meta.url)

/** More than one at a time would take the machine from those who report. */
const oneAtATime = Semaphore.makeUnsafe(1)

const MOST_MEGABYTES = 1_024

interface Exploring<A> {
  readonly answer: Schema.Decoder<A>
  readonly bases: ReadonlyArray<FileText>
  /** For `test` only. */
  readonly minCoverage?: number | null | undefined
  /** For `test` only. */
  readonly shippedCases?: ReadonlyArray<FileText>
}

/**
 * Lets a tool explore a profile in a thread of its own: it may take seconds, in which the service goes on answering. A
 * client that goes away ends it.
 *
 * @param files the subject first, then what it may extend
 */
export const exploring = <A>(
  tool: "check" | "paths" | "test",
  files: ReadonlyArray<FileText>,
  { answer, bases, minCoverage = null, shippedCases = [] }: Exploring<A>,
): Effect.Effect<A> => {
  const [subject = { file: UNNAMED, text: "" }, ...others] = files
  const decode = Schema.decodeUnknownEffect(answer)
  const explored = Effect.callback<unknown>((resume) => {
    const worker = new Worker(THREAD, {
      name: "flightlog-exploring",
      workerData: { tool, subject, bases: [...others, ...bases], minCoverage, shippedCases },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    })
    worker.once("message", (message: unknown) => resume(Effect.succeed(message)))
    worker.once("error", (cause) => resume(Effect.die(cause)))
    return Effect.promise(() => worker.terminate())
  })
  return oneAtATime.withPermits(1)(explored.pipe(Effect.flatMap(decode), Effect.orDie))
}
