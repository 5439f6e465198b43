import { Effect, Schema } from "effect"
import { ProfileEvent, profileHistory } from "#workflows/rollout"
import { json } from "../../exchange/reply.ts"
import { Nothing, readRoute } from "../../given/routes.ts"
import { Named } from "./profile-name.ts"

export const history = readRoute({
  path: "/api/profiles/{name}/history",
  face: "native",
  tag: "Profiles",
  summary: "Everything that happened to a profile: each version with who published it and when",
  params: Named,
  query: Nothing,
  answers: [
    { status: 200, description: "Versions and retirements in order.", schema: Schema.Array(ProfileEvent) },
  ],
  handle: Effect.fnUntraced(function* ({ params: { name }, tenant }) {
    return json(200, yield* profileHistory(tenant.id, name))
  }),
})
