import { Cause, Clock, Effect } from "effect"
import { withoutHashes } from "#domain/hardware"
import type { Incoming } from "../exchange/incoming.ts"
import type { Reply } from "../exchange/reply.ts"
import type { Face } from "../exchange/route.ts"
import type { HttpServices } from "../services.ts"
import type { ApiError } from "./api-error.ts"
import { graphErrorReply } from "./graph-error.ts"
import { problemReply } from "./problem-details.ts"
import { defect, type Trouble, troubleOf } from "./trouble.ts"

/** Graph writes dates in `innerError` without milliseconds and zone. */
const graphDate = (millis: number): string => new Date(millis).toISOString().slice(0, 19)

/** A trouble as it may be told: a hash that came in a wrong place is not repeated. */
const shown = (trouble: Trouble): Trouble => ({
  ...trouble,
  what: withoutHashes(trouble.what),
  ...(trouble.mistakes === undefined
    ? {}
    : {
        mistakes: trouble.mistakes.map(({ detail, path, ...where }) => ({
          ...where,
          path: withoutHashes(path),
          detail: withoutHashes(detail),
        })),
      }),
})

/** A trouble in the shape of a face. */
export const troubleReply = (face: Face, trouble: Trouble, request: Incoming): Effect.Effect<Reply> =>
  Effect.map(Clock.currentTimeMillis, (now) =>
    face === "graph"
      ? graphErrorReply(shown(trouble), request, graphDate(now))
      : problemReply(shown(trouble)),
  )

/** Troubles of the service itself are for its log too: the caller can do nothing about them. */
const logged = (trouble: Trouble, request: Incoming, cause: unknown) =>
  trouble.status < 500
    ? Effect.void
    : Effect.logError(`${request.method} ${request.route}: ${trouble.code}`, cause).pipe(
        Effect.annotateLogs({ reference: request.requestId }),
      )

/** Turns whatever went wrong into an answer; nothing of what a defect was leaves the service. */
export const respond = (
  face: Face,
  request: Incoming,
  answer: Effect.Effect<Reply, ApiError, HttpServices>,
): Effect.Effect<Reply, never, HttpServices> =>
  answer.pipe(
    Effect.catch((error) => {
      const trouble = troubleOf(error)
      return Effect.andThen(logged(trouble, request, error), troubleReply(face, trouble, request))
    }),
    Effect.catchCause((cause) => {
      const trouble = defect(request.requestId)
      return Effect.andThen(
        logged(trouble, request, Cause.pretty(cause)),
        troubleReply(face, trouble, request),
      )
    }),
  )
