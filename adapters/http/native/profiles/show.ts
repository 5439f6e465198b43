import { Effect, Schema } from "effect"
import { ProfileVersion, profileVersion } from "#workflows/rollout"
import { json } from "../../exchange/reply.ts"
import { readRoute } from "../../given/routes.ts"
import { Named, VersionText } from "./profile-name.ts"

export const show = readRoute({
  path: "/api/profiles/{name}",
  face: "native",
  tag: "Profiles",
  summary: "A published profile, in any version: as it was written, and what it came to",
  params: Named,
  query: Schema.Struct({
    version: Schema.optionalKey(VersionText.annotate({ description: "Without it, the newest." })),
  }),
  answers: [{ status: 200, description: "The version as it is stored.", schema: ProfileVersion }],
  handle: Effect.fnUntraced(function* ({ params: { name }, query: { version = null }, tenant }) {
    return json(200, yield* profileVersion(tenant.id, name, version))
  }),
})
