import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { type ProfileVersion, profileVersion } from "#workflows/rollout"
import { jsonFlag } from "../../json-flag.ts"
import { note, result, resultJson } from "../../output.ts"
import { moment } from "../../print/moment.ts"
import { onStore } from "../../store.ts"
import { theTenant } from "../../tenant.ts"
import { readVersion } from "./name.ts"

const heading = ({ again, newest, publishedAt, publishedBy, retired, version }: ProfileVersion): string =>
  [
    `Version ${version} of ${newest}, published ${moment(publishedAt)} by ${publishedBy.name ?? publishedBy.kind}`,
    ...(again === null ? [] : [`as version ${again} again`]),
    ...(retired ? ["retired since"] : []),
  ].join(", ")

/** `flightlog profile show NAME[@VERSION]` */
export const show = Command.make(
  "show",
  {
    profile: Argument.String("profile").pipe(
      Argument.withMetavar("NAME[@VERSION]"),
      Argument.withDescription("A published profile: its newest version, or the one that is named"),
    ),
    json: jsonFlag,
  },
  Effect.fn("profile show")(function* ({ json, profile }) {
    const [name = "", asked] = profile.split("@")
    const number = asked === undefined ? null : yield* readVersion(asked)
    const version = yield* profileVersion((yield* theTenant).id, name, number)
    if (json) return yield* resultJson(version)
    yield* note(`${heading(version)}.`)
    yield* result(version.source.trimEnd())
  }, onStore),
).pipe(
  Command.withDescription(
    "Prints a published profile as it was written. With --json also what it came to: its settings with the bases merged in.",
  ),
  Command.withShortDescription("Print a published profile, in any version"),
  Command.withExamples([
    { command: "flightlog profile show sales@3" },
    { command: "flightlog profile show sales@3 > sales.yaml", description: "The file of an old version" },
  ]),
)
