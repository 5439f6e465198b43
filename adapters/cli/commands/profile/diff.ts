import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { profileDiff } from "#workflows/rollout"
import { jsonFlag } from "../../json-flag.ts"
import { Output, result, resultJson } from "../../output.ts"
import { changeLines } from "../../print/changes.ts"
import { styleOf } from "../../print/colour.ts"
import { onStore } from "../../store.ts"
import { theTenant } from "../../tenant.ts"
import { nameArgument, readVersion } from "./name.ts"

const versionArgument = (name: string, which: string) =>
  Argument.String(name).pipe(Argument.withMetavar(name.toUpperCase()), Argument.withDescription(which))

/** `flightlog profile diff NAME FROM TO` */
export const diff = Command.make(
  "diff",
  {
    name: nameArgument,
    from: versionArgument("from", "The earlier version, such as v3"),
    to: versionArgument("to", "The later version, such as v4"),
    json: jsonFlag,
  },
  Effect.fn("profile diff")(function* ({ from, json, name, to }) {
    const versions = { from: yield* readVersion(from), to: yield* readVersion(to) }
    const changes = yield* profileDiff((yield* theTenant).id, name, versions)
    if (json) return yield* resultJson(changes)
    const lines = [
      ...changeLines(changes, styleOf((yield* Output).out)),
      ...changes.bases.map(({ name: base }) => `~ base ${base}: another text`),
    ]
    yield* result(lines.join("\n") || "Nothing changed but the text of the profile, if that.")
  }, onStore),
).pipe(
  Command.withDescription(
    "Tells what changed from one version of a profile to another: setting by setting, state by state, base by base.",
  ),
  Command.withShortDescription("Tell what changed between two versions of a profile"),
  Command.withExamples([{ command: "flightlog profile diff sales v3 v4" }]),
)
