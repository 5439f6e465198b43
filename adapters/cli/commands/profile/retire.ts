import { Effect } from "effect"
import { Command } from "effect/cli"
import { retireProfile } from "#workflows/commands"
import { profileVersion } from "#workflows/rollout"
import { jsonFlag } from "../../json-flag.ts"
import { note, result, resultJson } from "../../output.ts"
import { documentCalled } from "../../print/document.ts"
import { settled } from "../../settle.ts"
import { onStore } from "../../store.ts"
import { tenantCaller } from "../../tenant.ts"
import { nameArgument } from "./name.ts"

/** `flightlog profile retire NAME` */
export const retire = Command.make(
  "retire",
  { name: nameArgument, json: jsonFlag },
  Effect.fn("profile retire")(function* ({ json, name }) {
    const caller = yield* tenantCaller
    const { kind, newest: version, retired } = yield* profileVersion(caller.tenantId, name, null)
    const called = `${documentCalled(kind)} ${JSON.stringify(name)}`
    if (!retired) yield* settled(retireProfile(name, caller))
    if (json) return yield* resultJson({ retired: !retired, kind, name, version })
    if (retired) return yield* result(`${called} is retired already; nothing changed.`)
    yield* result(`${called} is retired after version ${version}.`)
    yield* note("Its history stays, and deployments that began with it go on with it.")
  }, onStore),
).pipe(
  Command.withDescription(
    "Takes a profile or an Enrollment Status Page out of use: no device is given it any more. Refused while devices are assigned to it; they are named. " +
      "A plan (retired: true) shows what these devices would get instead, and retires it all the same.",
  ),
  Command.withShortDescription("Take a profile out of use"),
  Command.withExamples([{ command: "flightlog profile retire kiosk" }]),
)
