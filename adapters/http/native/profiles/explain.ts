import { Effect } from "effect"
import { ProfileRefused } from "#workflows/commands"
import { ExplainedProfile, explainFile } from "#workflows/tools"
import { json } from "../../exchange/reply.ts"
import { Nothing } from "../../given/routes.ts"
import { profileFiles } from "./bodies.ts"
import { toolRoute } from "./tool-route.ts"

export const explain = toolRoute({
  path: "/api/profiles/explain",
  summary: "Tell in plain words what a profile does",
  query: Nothing,
  body: profileFiles,
  answers: [{ status: 200, description: "Sentences, by what they are about.", schema: ExplainedProfile }],
  handle: Effect.fnUntraced(function* ({ bases, body: { files } }) {
    const [subject = { file: "", text: "" }, ...others] = files
    const { explained } = yield* Effect.fromResult(
      explainFile(subject, { bases: [...others, ...bases] }),
    ).pipe(
      Effect.mapError((findings) => new ProfileRefused({ file: subject.file, findings, act: "tried out" })),
    )
    return json(200, explained)
  }),
})
