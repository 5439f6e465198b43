import { Context, type Effect } from "effect"
import type { ExitCode } from "./exit-code.ts"
import type { Output } from "./output.ts"

/** Runs further command lines from within one, as if they were typed. */
export class CommandLine extends Context.Service<
  CommandLine,
  { run(args: ReadonlyArray<string>): Effect.Effect<ExitCode, never, Output> }
>()("flightlog/adapters/cli/CommandLine") {}
