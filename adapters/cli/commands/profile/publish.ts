import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { publishedIn, publishProfile } from "#workflows/commands"
import { jsonFlag } from "../../json-flag.ts"
import { note, result, resultJson } from "../../output.ts"
import { documentCalled } from "../../print/document.ts"
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
      Argument.withDescription("A profile or an Enrollment Status Page as YAML; - reads it from stdin"),
    ),
    json: jsonFlag,
  },
  Effect.fn("profile publish")(function* ({ file, json }) {
    const source = yield* readProfile(file)
    const caller = yield* tenantCaller
    const published = yield* settled(publishProfile(source, caller)).pipe(tellingFindings([source], json))
    const newest = publishedIn(published.facts)
    if (newest === null) {
      if (json) yield* resultJson({ published: false })
      else yield* result(`${file} is what the newest version says already; nothing changed.`)
      return
    }
    const { kind, name, version } = newest
    if (json) return yield* resultJson({ published: true, ...newest })
    yield* result(`${documentCalled(kind)} ${JSON.stringify(name)} version ${version} is published.`)
    if (version > 1) yield* note("Deployments that run go on under the version that they began with.")
  }, onStore),
).pipe(
  Command.withDescription(
    "Publishes a profile or an Enrollment Status Page as its next version. Devices that a profile applies to get it at once, a page is chosen when a device enrols; running deployments keep theirs.",
  ),
  Command.withShortDescription("Publish a profile"),
  Command.withExamples([{ command: "flightlog profile publish sales.yaml --tenant Contoso" }]),
)
