import { Effect, Schema } from "effect"
import { picture } from "#adapters/graphviz"
import { deviceWay } from "#workflows/audit"
import { drawingOf } from "#workflows/tools"
import { Format, pictureAnswers, pictureReply } from "../exchange/picture.ts"
import { readRoute } from "../given/routes.ts"
import { AttemptOfDevice, attemptNumber } from "./attempt-path.ts"

/** The statechart that a device runs, with the way it went. */
export const deviceGraph = readRoute({
  path: "/api/devices/{id}/attempts/{attempt}/graph",
  face: "native",
  tag: "Audit",
  summary: "The statechart that a device runs, with the way it went and where it is",
  params: AttemptOfDevice,
  query: Schema.Struct({ format: Format }),
  answers: pictureAnswers,
  handle: Effect.fnUntraced(function* ({ params, query: { format = "svg" }, tenant }) {
    const way = yield* deviceWay(params.id.toLowerCase(), tenant.id, attemptNumber(params))
    const title = `${way.profile.name} version ${way.profile.version}, attempt ${way.attempt}`
    return pictureReply(yield* picture(drawingOf(title, way.machine, way.ways), format), format)
  }),
})
