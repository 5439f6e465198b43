import { Effect, Schema } from "effect"
import { publishProfile, readFacts } from "#workflows/commands"
import { fileBody } from "../../exchange/body.ts"
import { json, writtenAt } from "../../exchange/reply.ts"
import { Nothing, writeRoute } from "../../given/routes.ts"
import { decodeText, PROFILE_LIMIT, UNNAMED } from "./bodies.ts"

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

export const publish = writeRoute({
  method: "POST",
  path: "/api/profiles",
  face: "native",
  tag: "Profiles",
  summary: "Publish a deployment profile",
  description: "The YAML as it is. What its checks find is told all at once, each with line and column.",
  params: Nothing,
  body: fileBody({
    mediaType: "application/yaml",
    limit: PROFILE_LIMIT,
    description: "A DeploymentProfile in YAML.",
  }),
  answers: [
    { status: 201, description: "A new version is published.", schema: Published },
    { status: 200, description: "The newest version says the same already.", schema: Published },
  ],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const answer = yield* publishProfile({ file: UNNAMED, text: yield* decodeText(body) }, caller)
    const newest = yield* newestOf(answer.stream)
    const changed = answer.facts.length > 0
    const { machineDigest: digest = "", name = "", version = 0 } = newest ?? {}
    return json(changed ? 201 : 200, { name, version, digest, changed }, writtenAt(answer))
  }),
})
