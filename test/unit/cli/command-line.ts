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

/** A line that a command wrote, and where. */
interface Written {
  readonly to: "stdout" | "stderr"
  readonly text: string
}

const caught = Effect.fnUntraced(function* (
  args: ReadonlyArray<string>,
  { colour = false, columns, shows = () => {}, stdin = "", store }: Given = {},
) {
  const written: Array<Written> = []
  const write = (to: Written["to"]) => (text: string) =>
    Effect.sync(() => void written.push({ to, text: `${text}\n` }))
  const screen = { columns: columns ?? null, colour }
  const output = Layer.succeed(Output, {
    result: write("stdout"),
    note: write("stderr"),
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
  return { exit, written }
})

const textOf = (written: ReadonlyArray<Written>): string => written.map(({ text }) => text).join("")

/** Runs a command line within this process, with its words caught. */
export const commandLine = (args: ReadonlyArray<string>, given: Given = {}) =>
  Effect.map(caught(args, given), ({ exit, written }) => {
    const on = (stream: Written["to"]) => textOf(written.filter(({ to }) => to === stream))
    const ran: Ran = { exit, stdout: on("stdout"), stderr: on("stderr") }
    return ran
  })

/** What a command line shows on a terminal: everything in the order in which it was written. */
export const terminal = (args: ReadonlyArray<string>, given: Given = {}) =>
  Effect.map(caught(args, given), ({ written }) => textOf(written))
