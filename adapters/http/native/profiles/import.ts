import { Effect, Schema } from "effect"
import { Finding, lint } from "#workflows/language"
import { importGraph, NotShared } from "#workflows/notations"
import { ShippedProfiles } from "#workflows/ports"
import { fileBody } from "../../exchange/body.ts"
import { json } from "../../exchange/reply.ts"
import { route } from "../../exchange/route.ts"
import { Nothing } from "../../given/routes.ts"
import { decodeText, PROFILE_LIMIT } from "./bodies.ts"

const Imported = Schema.Struct({
  /** `sales-laptops.yaml` */
  file: Schema.String,
  /** The YAML; what did not go over stands in comments at its head. */
  text: Schema.String,
  notShared: Schema.Array(NotShared),
  /** What the checks find in it. */
  findings: Schema.Array(Finding),
}).annotate({ identifier: "ImportedProfile" })

export const importProfile = route({
  method: "POST",
  path: "/api/profiles/import",
  face: "native",
  tag: "Profiles",
  summary:
    "Turn deployment profiles and Enrollment Status Pages of Microsoft Graph, or an AutopilotConfigurationFile.json, into YAML; nothing is stored",
  description: "One object of Graph, or a list as it answers one. Old and new property names are both read.",
  params: Nothing,
  query: Nothing,
  body: fileBody({
    mediaType: "application/json",
    limit: PROFILE_LIMIT,
    description: "JSON of Microsoft Graph, or an AutopilotConfigurationFile.json.",
  }),
  answers: [{ status: 200, description: "A file for each.", schema: Schema.Array(Imported) }],
  handle: Effect.fnUntraced(function* ({ body }) {
    const all = yield* Effect.fromResult(importGraph(yield* decodeText(body)))
    const { files: bases } = yield* ShippedProfiles
    const files = all.map(({ name, notShared, text }) => {
      const file = `${name}.yaml`
      return { file, text, notShared, findings: lint([{ file, text }], { bases }) }
    })
    return json(200, files)
  }),
})
