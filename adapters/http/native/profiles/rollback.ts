import { Effect, Schema } from "effect"
import { publishAgain, publishedIn } from "#workflows/commands"
import { profileVersion } from "#workflows/rollout"
import { jsonBody } from "../../exchange/body.ts"
import { json, writtenAt } from "../../exchange/reply.ts"
import { writeRoute } from "../../given/routes.ts"
import { DocumentKind, Named, VersionNumber } from "./profile-name.ts"

const RolledBack = Schema.Struct({
  kind: DocumentKind,
  name: Schema.String,
  /** The newest version from now on. */
  version: Schema.Int,
  /** The old version that it is the copy of. */
  again: Schema.Int,
  /** False when the newest version says the same already. */
  changed: Schema.Boolean,
}).annotate({ identifier: "RolledBackProfile" })

export const rollback = writeRoute({
  method: "POST",
  path: "/api/profiles/{name}/rollback",
  face: "native",
  tag: "Profiles",
  summary: "Make an old version of a profile the newest again, exactly as it was",
  params: Named,
  body: jsonBody(Schema.Struct({ version: VersionNumber })),
  answers: [
    { status: 201, description: "A new version is published.", schema: RolledBack },
    { status: 200, description: "The newest version says the same already.", schema: RolledBack },
  ],
  handle: Effect.fnUntraced(function* ({ body: { version: again }, caller, params: { name } }) {
    const { kind, newest } = yield* profileVersion(caller.tenantId, name, null)
    const answer = yield* publishAgain({ name, version: again }, caller)
    const published = publishedIn(answer.facts)
    const version = published?.version ?? newest
    const changed = published !== null
    return json(changed ? 201 : 200, { kind, name, version, again, changed }, writtenAt(answer))
  }),
})
