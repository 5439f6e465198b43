import { Effect, Schema } from "effect"
import { Refusal } from "#domain/kernel"
import { Course, simulate as simulateCourse, TriedCourse, walk } from "#workflows/tools"
import { json } from "../../exchange/reply.ts"
import { Nothing } from "../../given/routes.ts"
import { filesAnd, filesAndBody, profileFiles } from "./bodies.ts"
import { draftOf } from "./draft.ts"
import { exploring } from "./exploring.ts"
import { toolRoute } from "./tool-route.ts"

const Body = filesAnd({
  device: Course.fields.device,
  steps: Schema.optionalKey(
    Course.fields.steps.annotate({ description: "What happens. Without it a random way is gone." }),
  ),
  seed: Schema.optionalKey(
    Schema.Int.annotate({ description: "The same number goes the same random way. Default: 1." }),
  ),
}).annotate({ identifier: "ProfileSimulation" })

const cannotBegin = (message: string) =>
  new Refusal({
    kind: "unprocessable",
    code: "cannot-begin",
    what: `No such device can begin: ${message}`,
    remedy: "Change the profile, or tell of another device.",
  })

/** The shortest way to every outcome. */
export const paths = toolRoute({
  path: "/api/profiles/paths",
  summary: "The shortest way to every outcome that a device can come to under a profile, each tried out",
  description: "The first file is explored; the others are what it may extend.",
  query: Nothing,
  body: profileFiles,
  answers: [{ status: 200, description: "One course for each outcome.", schema: Schema.Array(TriedCourse) }],
  handle: Effect.fnUntraced(function* ({ bases, body: { files } }) {
    yield* draftOf(files, bases)
    return json(200, yield* exploring("paths", files, { answer: Schema.Array(TriedCourse), bases }))
  }),
})

export const simulate = toolRoute({
  path: "/api/profiles/simulate",
  summary: "Try a profile out: events in, trace out; the clock is virtual",
  description:
    "What is declined is in the trace, with who declined it and why; the course goes on. Nothing is stored.",
  query: Nothing,
  body: filesAndBody(Body),
  answers: [
    { status: 200, description: "The course, and what came of it step by step.", schema: TriedCourse },
  ],
  handle: Effect.fnUntraced(function* ({ bases, body: { device = {}, files, seed = 1, steps } }) {
    const draft = yield* draftOf(files, bases)
    const tried = steps === undefined ? walk(draft, seed, device) : simulateCourse(draft, { device, steps })
    return json(
      200,
      yield* Effect.fromResult(tried).pipe(Effect.mapError(({ message }) => cannotBegin(message))),
    )
  }),
})
