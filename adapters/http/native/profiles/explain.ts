import { Effect } from "effect"
import { ExplainedProfile, explain as explainDraft } from "#workflows/tools"
import { json } from "../../exchange/reply.ts"
import { Nothing } from "../../given/routes.ts"
import { profileFiles } from "./bodies.ts"
import { draftOf } from "./draft.ts"
import { toolRoute } from "./tool-route.ts"

export const explain = toolRoute({
  path: "/api/profiles/explain",
  summary: "Tell in plain words what a profile does",
  query: Nothing,
  body: profileFiles,
  answers: [{ status: 200, description: "Sentences, by what they are about.", schema: ExplainedProfile }],
  handle: Effect.fnUntraced(function* ({ bases, body: { files } }) {
    return json(200, explainDraft(yield* draftOf(files, bases)))
  }),
})
