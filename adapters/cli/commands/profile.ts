import { Command } from "effect/cli"
import { lint } from "./profile/lint.ts"
import { list } from "./profile/list.ts"
import { publish } from "./profile/publish.ts"

/** `flightlog profile ...`: a command is a file in `profile/`, and a line here. */
export const profile = Command.make("profile").pipe(
  Command.withDescription("Check, publish and list deployment profiles."),
  Command.withShortDescription("Check, publish and list profiles"),
  Command.withSubcommands([lint, publish, list]),
)
