import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { publishProfile } from "#workflows/commands"
import { jsonFlag } from "../../json-flag.ts"
import { note, result, resultJson } from "../../output.ts"
import { settled } from "../../settle.ts"
import { onStore } from "../../store.ts"
import { tenantCaller } from "../../tenant.ts"
import { readProfile } from "./files.ts"
import { tellingFindings } from "./refused.ts"

/** `flightlog profile publish FILE` */
export const publish = Command.make(
  "publish",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE"),
      Argument.withDescription("A profile as YAML; - reads it from stdin"),
    ),
    json: jsonFlag,
  },
  Effect.fn("profile publish")(function* ({ file, json }) {
    const source = yield* readProfile(file)
    const caller = yield* tenantCaller
    const published = yield* settled(publishProfile(source, caller)).pipe(tellingFindings([source], json))
    const [fact] = published.facts
    if (fact?.type !== "ProfilePublished") {
      if (json) yield* resultJson({ published: false })
      else yield* result(`${file} is what the newest version says already; nothing changed.`)
      return
    }
    const { name, version } = fact.data
    if (json) return yield* resultJson({ published: true, name, version })
    yield* result(`Profile ${JSON.stringify(name)} version ${version} is published.`)
    if (version > 1) yield* note("Deployments that run go on under the version that they began with.")
  }, onStore),
).pipe(
  Command.withDescription(
    "Publishes a profile as its next version. Devices that it applies to get it at once; running deployments keep theirs.",
  ),
  Command.withShortDescription("Publish a profile"),
  Command.withExamples([{ command: "flightlog profile publish sales.yaml --tenant Contoso" }]),
)
