import { Effect, Schema } from "effect"
import { Assignment, PageAssignment } from "#domain/profile"
import { listProfiles } from "#projections/profiles"
import { json } from "../../exchange/reply.ts"
import { Nothing, readRoute } from "../../given/routes.ts"

const ProfileItem = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  title: Schema.String,
  kind: Schema.String,
  version: Schema.Int,
  digest: Schema.String,
  /** Who gets it; null for a lifecycle. */
  assign: Schema.NullOr(Schema.Union([PageAssignment, Assignment])),
  /** Of an Enrollment Status Page, 1 is the highest; null for the default page, and for all else. */
  priority: Schema.NullOr(Schema.Int),
  /** The lower one wins among those that apply. */
  rank: Schema.Int,
  retiredAt: Schema.NullOr(Schema.String),
  publishedAt: Schema.String,
}).annotate({ identifier: "Profile" })

export const list = readRoute({
  path: "/api/profiles",
  face: "native",
  tag: "Profiles",
  summary: "List the published profiles and Enrollment Status Pages in the order of their rank",
  params: Nothing,
  query: Nothing,
  answers: [{ status: 200, description: "Newest versions.", schema: Schema.Array(ProfileItem) }],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, yield* listProfiles(tenant.id))
  }),
})
