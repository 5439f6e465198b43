import { Flag } from "effect/cli"

/** `--json` of a list: one array of objects. */
export const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDescription("Print JSON for programs, in full"),
  Flag.withDefault(false),
)
