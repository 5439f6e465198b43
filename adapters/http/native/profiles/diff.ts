import { Effect, Schema } from "effect"
import { ProfileDiff, profileDiff } from "#workflows/rollout"
import { json } from "../../exchange/reply.ts"
import { readRoute } from "../../given/routes.ts"
import { Named, VersionText } from "./profile-name.ts"

export const diff = readRoute({
  path: "/api/profiles/{name}/diff",
  face: "native",
  tag: "Profiles",
  summary: "What changed from one version of a profile to another",
  params: Named,
  query: Schema.Struct({ from: VersionText, to: VersionText }),
  answers: [
    { status: 200, description: "Setting by setting, state by state, base by base.", schema: ProfileDiff },
  ],
  handle: Effect.fnUntraced(function* ({ params: { name }, query, tenant }) {
    return json(200, yield* profileDiff(tenant.id, name, query))
  }),
})
