import { Effect, Schema } from "effect"
import { Assignment } from "#domain/profile"
import { listProfiles } from "#projections/profiles"
import { publishProfile, readFacts } from "#workflows/commands"
import { fileBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import { Nothing, readRoute, writeRoute } from "../given/routes.ts"

const MIB = 1024 * 1024

/** How findings call the file: a body has no name. */
const FILE = "profile.yaml"

const notText = () =>
  new RequestRefused({
    status: 400,
    code: "body-not-utf8",
    what: "The profile is not UTF-8 text.",
    remedy: "Save the file as UTF-8 and send its bytes as they are: curl --data-binary @FILE.",
  })

const decodeText = (bytes: Uint8Array) =>
  Effect.try({ try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes), catch: notText })

const Published = Schema.Struct({
  name: Schema.String,
  version: Schema.Int,
  digest: Schema.String,
  /** False when the newest version says the same already. */
  changed: Schema.Boolean,
}).annotate({ identifier: "PublishedProfile" })

/** The newest version that a profile's stream has. */
const newestOf = Effect.fnUntraced(function* (stream: string) {
  const facts = yield* readFacts(stream)
  return facts.flatMap(({ fact }) => (fact.type === "ProfilePublished" ? [fact.data] : [])).at(-1)
})

const publish = writeRoute({
  method: "POST",
  path: "/api/profiles",
  face: "native",
  tag: "Profiles",
  summary: "Publish a deployment profile",
  description: "The YAML as it is. What its checks find is told all at once, each with line and column.",
  params: Nothing,
  body: fileBody({ mediaType: "application/yaml", limit: MIB, description: "A DeploymentProfile in YAML." }),
  answers: [
    { status: 201, description: "A new version is published.", schema: Published },
    { status: 200, description: "The newest version says the same already.", schema: Published },
  ],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const answer = yield* publishProfile({ file: FILE, text: yield* decodeText(body) }, caller)
    const newest = yield* newestOf(answer.stream)
    const changed = answer.facts.length > 0
    const { machineDigest: digest = "", name = "", version = 0 } = newest ?? {}
    return json(changed ? 201 : 200, { name, version, digest, changed }, writtenAt(answer))
  }),
})

const ProfileItem = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  title: Schema.String,
  kind: Schema.String,
  version: Schema.Int,
  digest: Schema.String,
  /** Who gets it; null for a lifecycle. */
  assign: Schema.NullOr(Assignment),
  /** The lower one wins among those that apply. */
  rank: Schema.Int,
  retiredAt: Schema.NullOr(Schema.String),
  publishedAt: Schema.String,
}).annotate({ identifier: "Profile" })

const list = readRoute({
  path: "/api/profiles",
  face: "native",
  tag: "Profiles",
  summary: "List the published profiles in the order of their rank",
  params: Nothing,
  query: Nothing,
  answers: [{ status: 200, description: "Newest versions.", schema: Schema.Array(ProfileItem) }],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, yield* listProfiles(tenant.id))
  }),
})

export const profileRoutes = [publish, list]
