import { Effect, Schema } from "effect"
import { plan as makePlan, Plan } from "#workflows/rollout"
import { json } from "../../exchange/reply.ts"
import { Nothing, questionRoute } from "../../given/routes.ts"
import { filesAnd, filesAndBody } from "./bodies.ts"

const Body = filesAnd({
  prune: Schema.optionalKey(
    Schema.Boolean.annotate({
      description: "Retire published profiles that no file names; otherwise only what says retired: true.",
    }),
  ),
}).annotate({ identifier: "PlanFiles" })

export const plan = questionRoute({
  path: "/api/profiles/plan",
  face: "native",
  tag: "Profiles",
  summary: "Tell what publishing profiles would do, and to whom; nothing is changed",
  description:
    "Which are new, changed (setting by setting) or retired; which devices get another profile and why, which would strand, which deployments go on as they began. POST /api/profiles/apply carries the answer out.",
  params: Nothing,
  query: Nothing,
  body: filesAndBody(Body),
  answers: [{ status: 200, description: "The plan, counts first.", schema: Plan }],
  handle: Effect.fnUntraced(function* ({ body: { files, prune = false }, tenant }) {
    return json(200, yield* makePlan(files, tenant.id, { prune }))
  }),
})
