import { relative } from "node:path"
import { Context, Effect, Layer } from "effect"
import { CommandLine } from "../command-line.ts"
import { Output } from "../output.ts"
import { styleOf } from "../print/colour.ts"

/** Where a demo is told: what is said, and the commands that are typed, all in one stream so that they stay in order. */
export class Stage extends Context.Service<
  Stage,
  {
    /** Begins a part. */
    title(text: string): Effect.Effect<void>
    /** Says what is to be seen, and why. */
    say(text: string): Effect.Effect<void>
    /** One line of something that goes on. */
    line(text: string): Effect.Effect<void>
    /** Types a command before the reader's eyes, and runs it on the demo's store. */
    type(...args: ReadonlyArray<string>): Effect.Effect<void>
  }
>()("flightlog/adapters/cli/demo/Stage") {}

const shellQuoted = (arg: string): string => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `"${arg}"`)

/** Paths as somebody in this directory would type them. */
const shown = (arg: string): string => {
  const near = arg.startsWith("/") ? relative(process.cwd(), arg) : arg
  return shellQuoted(near !== "" && near.length < arg.length ? near : arg)
}

/** The stage of a demo whose commands all have the same flags at their end, which are not shown: those of the store. */
export const stageOn = (flags: ReadonlyArray<string>) =>
  Layer.effect(
    Stage,
    Effect.gen(function* () {
      const output = yield* Output
      const commands = yield* CommandLine
      const style = styleOf(output.out)
      // Notes of the commands belong to the story: in their place among the results.
      const together: Output["Service"] = { ...output, note: output.result }
      return Stage.of({
        title: (text) => output.result(`\n${style.strong(`== ${text} ==`)}`),
        say: (text) => output.result(`\n${text}`),
        line: (text) => output.result(text),
        type: (...args) =>
          Effect.gen(function* () {
            yield* output.result(`\n${style.good(`$ npx flightlog ${args.map(shown).join(" ")}`)}`)
            yield* commands.run([...args, ...flags]).pipe(Effect.provideService(Output, together))
          }),
      })
    }),
  )
