import { Effect, Schema } from "effect"
import { publishProfile } from "#workflows/commands"
import { newestIn } from "#workflows/rollout"
import { fileBody } from "../../exchange/body.ts"
import { json, writtenAt } from "../../exchange/reply.ts"
import { Nothing, writeRoute } from "../../given/routes.ts"
import { decodeText, PROFILE_LIMIT, UNNAMED } from "./bodies.ts"
import { DocumentKind } from "./profile-name.ts"

const Published = Schema.Struct({
  kind: DocumentKind,
  name: Schema.String,
  version: Schema.Int,
  digest: Schema.String,
  /** False when the newest version says the same already. */
  changed: Schema.Boolean,
}).annotate({ identifier: "PublishedProfile" })

export const publish = writeRoute({
  method: "POST",
  path: "/api/profiles",
  face: "native",
  tag: "Profiles",
  summary: "Publish a deployment profile or an Enrollment Status Page",
  description: "The YAML as it is. What its checks find is told all at once, each with line and column.",
  params: Nothing,
  body: fileBody({
    mediaType: "application/yaml",
    limit: PROFILE_LIMIT,
    description: "A DeploymentProfile or an EnrollmentStatusPage in YAML.",
  }),
  answers: [
    { status: 201, description: "A new version is published.", schema: Published },
    { status: 200, description: "The newest version says the same already.", schema: Published },
  ],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const answer = yield* publishProfile({ file: UNNAMED, text: yield* decodeText(body) }, caller)
    const { digest, kind, name, version } = yield* newestIn(answer.stream)
    const changed = answer.facts.length > 0
    return json(changed ? 201 : 200, { kind, name, version, digest, changed }, writtenAt(answer))
  }),
})
