import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, Stdio, Stream } from "effect"
import { Output, runCli, Stop } from "#adapters/cli"

/** What a command line came to. */
interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** How a command line is run: what it reads on stdin, how wide its terminal is, which store it uses. */
export interface Given {
  readonly stdin?: string
  readonly columns?: number
  readonly colour?: boolean
  readonly store?: string
  /** Is told what is shown of progress, as on a terminal. */
  readonly shows?: (text: string) => void
}

/** Runs a command line within this process, with its words caught. */
export const commandLine = Effect.fnUntraced(function* (
  args: ReadonlyArray<string>,
  { colour = false, columns, shows = () => {}, stdin = "", store }: Given = {},
) {
  const out: Array<string> = []
  const err: Array<string> = []
  const screen = { columns: columns ?? null, colour }
  const output = Layer.succeed(Output, {
    result: (text) => Effect.sync(() => void out.push(`${text}\n`)),
    note: (text) => Effect.sync(() => void err.push(`${text}\n`)),
    progress: (text) => Effect.sync(() => shows(text)),
    out: screen,
    err: screen,
  })
  const world = Layer.mergeAll(
    output,
    Layer.succeed(Stop, { requested: Effect.never }),
    Stdio.layerTest({ stdin: Stream.make(Buffer.from(stdin)) }),
  )
  const all = store === undefined ? args : [...args, "--store", store]
  const exit = yield* runCli(all).pipe(Effect.provide(Layer.provideMerge(world, NodeServices.layer)))
  const ran: Ran = { exit, stdout: out.join(""), stderr: err.join("") }
  return ran
})
