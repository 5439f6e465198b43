import { Effect, Schedule, Stream } from "effect"
import { decodeFact } from "#domain/catalogue"
import { advanceProcess, processPosition, type ReadFact } from "#workflows/commands"
import { EventStore, ProcessLease, type RecordedEvent } from "#workflows/ports"
import { deadlineLoop } from "./deadlines.ts"
import type { Process } from "./process.ts"

/** After how many events a process writes down how far it came. What is not written down is done again, without effect. */
const NOTE_EVERY = 500

/** How what failed is tried again: soon at first, at last every half minute, for ever. */
const AGAIN = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("30 seconds")])

const persistently = <A, E extends { readonly message: string }, R>(
  name: string,
  effect: Effect.Effect<A, E, R>,
) =>
  effect.pipe(
    Effect.tapError((error) => Effect.logWarning(`The process "${name}" tries again: ${error.message}`)),
    Effect.retry(AGAIN),
  )

const handled = Effect.fnUntraced(function* ({ handles }: Process, events: ReadonlyArray<RecordedEvent>) {
  const batch: Array<ReadFact> = []
  for (const event of events)
    if (handles.some((type) => type === event.type))
      batch.push({
        event,
        fact: yield* Effect.fromResult(decodeFact(event.type, event.metadata.version, event.payload.data)),
      })
  return batch
})

/**
 * Runs a process from where it came to, for ever. It may run on every node: what it does has one effect.
 */
export const runProcess = Effect.fn("runProcess")(function* (process: Process) {
  const store = yield* EventStore
  let since = 0
  const take = Effect.fnUntraced(function* (events: ReadonlyArray<RecordedEvent>) {
    const batch = yield* handled(process, events)
    if (batch.length > 0) yield* persistently(process.name, process.react(batch))
    since += events.length
    const last = events.at(-1)
    if (since < NOTE_EVERY || last === undefined) return
    since = 0
    yield* advanceProcess(process.name, last.position)
  })
  const from = yield* processPosition(process.name)
  yield* store
    .subscribe(from, { categories: process.categories })
    .pipe(Stream.runForEach((item) => (item._tag === "Events" ? take(item.events) : Effect.void)))
})

/**
 * Runs processes and the deadlines side by side, for ever, on one of the nodes that share a store where that can tell which; what fails
 * is tried again and said in the log.
 */
export const runProcesses = Effect.fn("runProcesses")(function* (processes: ReadonlyArray<Process>) {
  const { hold } = yield* ProcessLease
  const work = Effect.all(
    [
      persistently("deadlines", deadlineLoop),
      ...processes.map((process) => persistently(process.name, runProcess(process))),
    ],
    { concurrency: "unbounded", discard: true },
  )
  return yield* hold(work)
})
