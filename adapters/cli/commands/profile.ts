import { Command } from "effect/cli"
import { lint } from "./profile/lint.ts"
import { list } from "./profile/list.ts"
import { publish } from "./profile/publish.ts"
import { simulate } from "./profile/simulate.ts"

/** `flightlog profile ...`: a command is a file in `profile/`, and a line here. */
export const profile = Command.make("profile").pipe(
  Command.withDescription("Check, try out, publish and list deployment profiles."),
  Command.withShortDescription("Check, try out, publish and list profiles"),
  Command.withSubcommands([lint, simulate, publish, list]),
)
