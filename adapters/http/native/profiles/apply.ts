import { Effect, Schema } from "effect"
import { applyPlan, Plan } from "#workflows/rollout"
import { jsonBody } from "../../exchange/body.ts"
import { json } from "../../exchange/reply.ts"
import { Nothing, writeRoute } from "../../given/routes.ts"
import { POSITION_HEADER } from "../../given/wait.ts"
import { DocumentKind } from "./profile-name.ts"

/** A plan names every device that it touches. */
const PLAN_LIMIT = 32 * 1024 * 1024

const Applied = Schema.Struct({
  applied: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(["new", "changed", "retired", "unchanged"]),
      document: DocumentKind,
      name: Schema.String,
      /** The version that was published; null for a retirement. */
      to: Schema.NullOr(Schema.Int),
    }),
  ),
}).annotate({ identifier: "AppliedPlan" })

export const apply = writeRoute({
  method: "POST",
  path: "/api/profiles/apply",
  face: "native",
  tag: "Profiles",
  summary: "Carry out a plan: exactly what it says, or nothing where the store has moved since",
  description:
    "The plan as POST /api/profiles/plan answered it, or as `flightlog profile plan --out` wrote it. Applied again it changes nothing; cut off, it is carried on.",
  params: Nothing,
  body: jsonBody(Plan, { limit: PLAN_LIMIT }),
  answers: [
    { status: 200, description: "What was done; nothing where all was done before.", schema: Applied },
  ],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const { applied, position } = yield* applyPlan(body, caller)
    return json(200, { applied }, { [POSITION_HEADER]: position })
  }),
})
