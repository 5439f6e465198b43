import { Effect, Schema } from "effect"
import { picture } from "#adapters/graphviz"
import { drawingOf } from "#workflows/tools"
import { Format, pictureAnswers, pictureReply } from "../../exchange/picture.ts"
import { profileFiles } from "./bodies.ts"
import { draftOf } from "./draft.ts"
import { toolRoute } from "./tool-route.ts"

export const graph = toolRoute({
  path: "/api/profiles/graph",
  summary: "Draw a profile's statechart: states, events, conditions, time-outs, outcomes in colour",
  query: Schema.Struct({ format: Format }),
  body: profileFiles,
  answers: pictureAnswers,
  handle: Effect.fnUntraced(function* ({ bases, body: { files }, query: { format = "svg" } }) {
    const { machine, title } = yield* draftOf(files, bases)
    return pictureReply(yield* picture(drawingOf(title, machine), format), format)
  }),
})
