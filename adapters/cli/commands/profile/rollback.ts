import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { publishAgain } from "#workflows/commands"
import { theProfile } from "#workflows/rollout"
import { jsonFlag } from "../../json-flag.ts"
import { note, result, resultJson } from "../../output.ts"
import { settled } from "../../settle.ts"
import { onStore } from "../../store.ts"
import { tenantCaller } from "../../tenant.ts"
import { nameArgument, readVersion } from "./name.ts"

/** `flightlog profile rollback NAME VERSION` */
export const rollback = Command.make(
  "rollback",
  {
    name: nameArgument,
    version: Argument.String("version").pipe(
      Argument.withMetavar("VERSION"),
      Argument.withDescription("The old version that is to be the newest again, such as v3"),
    ),
    json: jsonFlag,
  },
  Effect.fn("profile rollback")(function* ({ json, name, version }) {
    const number = yield* readVersion(version)
    const caller = yield* tenantCaller
    yield* theProfile(caller.tenantId, name)
    const { facts } = yield* settled(publishAgain({ name, version: number }, caller))
    const [fact] = facts
    const newest = fact?.type === "ProfilePublished" ? fact.data.version : null
    if (json) return yield* resultJson({ published: newest !== null, name, version: newest, again: number })
    if (newest === null)
      return yield* result(`Version ${number} is what the profile says already; nothing changed.`)
    yield* result(`Profile ${JSON.stringify(name)} version ${newest} is published: version ${number} again.`)
    yield* note("Deployments that run go on under the version that they began with.")
  }, onStore),
).pipe(
  Command.withDescription(
    "Makes an old version of a profile the newest again, exactly as it was stored: its settings, what its bases had made of it, " +
      "and its statechart. Nothing is compiled anew, and no version is lost.",
  ),
  Command.withShortDescription("Make an old version of a profile the newest again"),
  Command.withExamples([{ command: "flightlog profile rollback sales v3" }]),
)
