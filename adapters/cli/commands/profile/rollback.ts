import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { publishAgain, publishedIn } from "#workflows/commands"
import { theProfile } from "#workflows/rollout"
import { jsonFlag } from "../../json-flag.ts"
import { note, result, resultJson } from "../../output.ts"
import { documentCalled } from "../../print/document.ts"
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
  Effect.fn("profile rollback")(function* ({ json, name, version: asked }) {
    const number = yield* readVersion(asked)
    const caller = yield* tenantCaller
    yield* theProfile(caller.tenantId, name)
    const { facts } = yield* settled(publishAgain({ name, version: number }, caller))
    const newest = publishedIn(facts)
    const version = newest?.version ?? null
    if (json) return yield* resultJson({ published: newest !== null, name, version, again: number })
    if (newest === null) return yield* result(`Version ${number} is what it says already; nothing changed.`)
    yield* result(
      `${documentCalled(newest.kind)} ${JSON.stringify(name)} version ${version} is published: version ${number} again.`,
    )
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
