import { Cause, Effect, Logger, Result } from "effect"
import { CliConfig, CliError, CliOutput, Command, GlobalFlag } from "effect/cli"
import { CommandLine } from "./command-line.ts"
import { type Complaint, complaintOf, EndWith } from "./complaint.ts"
import { EXIT, type ExitCode } from "./exit-code.ts"
import { Output } from "./output.ts"
import { complaintJson, complaintText } from "./print/complaint.ts"
import { root } from "./root.ts"
import type { Stop } from "./stop.ts"
import { usageComplaint } from "./usage.ts"
import { VERSION } from "./version.ts"

const complain = Effect.fnUntraced(function* (complaint: Complaint, isJson: boolean) {
  const output = yield* Output
  yield* output.progress("")
  yield* output.note(isJson ? complaintJson(complaint) : complaintText(complaint, output.err))
})

const formatterOf = (colour: boolean) =>
  CliOutput.defaultFormatter({ colors: colour, globalFlags: "summary" })

/** Help that was asked for is a result; help that was not is told beside it. */
const presenterOf = (output: Output["Service"], isJson: boolean): CliOutput.Presenter => ({
  present: Effect.fnUntraced(function* (event) {
    switch (event._tag) {
      case "Help": {
        const asked = event.reason === "Requested"
        const text = formatterOf((asked ? output.out : output.err).colour).formatHelpDoc(event.helpDoc)
        return yield* asked ? output.result(text) : output.note(text)
      }
      case "Version":
        return yield* output.result(`${event.name} ${event.version}`)
      case "InvalidInvocation": {
        const complaint = usageComplaint(event.errors, event.commandPath)
        return yield* complain(complaint, isJson).pipe(Effect.provideService(Output, output))
      }
    }
  }),
})

const exitOf = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>, isJson: boolean) {
  if (Cause.hasInterruptsOnly(cause)) return yield* Effect.interrupt
  const found = Cause.findError(cause)
  const error = Result.isSuccess(found) ? found.success : Cause.squash(cause)
  if (error instanceof EndWith) return error.exit
  if (CliError.isCliError(error) && error._tag === "ShowHelp") return EXIT.usage
  const complaint = complaintOf(error)
  yield* complain(complaint, isJson)
  return complaint.exit
})

type Surroundings = Command.Environment | Stop

/** Runs one command line and answers its exit code; errors are told on stderr, never thrown. */
export const runCli = Effect.fnUntraced(function* (
  args: ReadonlyArray<string>,
): Effect.fn.Return<ExitCode, never, Output | Surroundings> {
  const output = yield* Output
  const surroundings = yield* Effect.context<Surroundings>()
  const isJson = args.includes("--json")
  const run = Command.runWith(root, { version: VERSION })(args).pipe(
    Effect.provideService(CliOutput.Presenter, presenterOf(output, isJson)),
    Effect.provideService(CliConfig.CliConfig, {
      builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions],
    }),
    Effect.provideService(Logger.LogToStderr, true),
    Effect.provideService(CommandLine, {
      run: (further) =>
        Effect.flatMap(Output, (current) =>
          runCli(further).pipe(Effect.provideService(Output, current), Effect.provideContext(surroundings)),
        ),
    }),
  )
  return yield* Effect.matchCauseEffect(run, {
    onFailure: (cause) => exitOf(cause, isJson),
    onSuccess: () => Effect.succeed(EXIT.done),
  })
})
