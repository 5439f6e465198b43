import { Effect } from "effect"
import { ReadModels } from "#projections/runtime"
import { EventStore } from "#workflows/ports"
import type { Incoming } from "../exchange/incoming.ts"
import { RequestRefused } from "../exchange/request-refused.ts"

/** The header of an answer that says where a write ended, and of a read that wants to see it. */
export const POSITION_HEADER = "Flightlog-Position"

/** The longest wait, whatever is preferred. */
const LONGEST_SECONDS = 30

const WAIT = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,9})"?(?=$|[,;\s])/i

/** Seconds of `Prefer: wait=10`; undefined where nobody prefers to wait. Source: RFC 7240, section 4.3. */
const preferredWait = (prefer: string | undefined): number | undefined => {
  const seconds = WAIT.exec(prefer ?? "")?.[1]
  return seconds === undefined ? undefined : Math.min(Number(seconds), LONGEST_SECONDS)
}

const unknownPosition = (position: string) =>
  new RequestRefused({
    status: 400,
    code: "position-unknown",
    what: `The log has not come to the position ${JSON.stringify(position)}.`,
    remedy: `Send the ${POSITION_HEADER} that a write answered, as it was.`,
  })

/**
 * Lets a read wait for a write: with `Prefer: wait=SECONDS` and `Flightlog-Position` it is answered once the lists tell of
 * everything up to that position.
 *
 * @returns what the answer says of it: `Preference-Applied`
 */
export const waitAsAsked = Effect.fnUntraced(function* (request: Incoming) {
  const seconds = preferredWait(request.header("Prefer"))
  const position = request.header(POSITION_HEADER)
  if (seconds === undefined || position === undefined) return {}
  const { head } = yield* EventStore
  if (position > (yield* head)) return yield* unknownPosition(position)
  const { reached } = yield* ReadModels
  yield* reached(position, seconds * 1000)
  return { "Preference-Applied": `wait=${seconds}` }
})

/** How long a read by id looks again for what was written just now, and a Graph client's write waits for the lists. */
const PATIENCE_MILLIS = 2_000

/** Waits a moment until the lists tell of a write, for clients that read at once what they wrote; lists that are late stop nobody. */
export const settle = Effect.fnUntraced(function* (position: string) {
  const { reached } = yield* ReadModels
  yield* Effect.ignore(reached(position, PATIENCE_MILLIS))
})

/** Looks for something by its id, and once more when the lists are up to date: it may have been written just now. */
export const lookTwice = Effect.fnUntraced(function* <A, E, R>(look: Effect.Effect<A | undefined, E, R>) {
  const found = yield* look
  if (found !== undefined) return found
  yield* settle(yield* (yield* EventStore).head)
  return yield* look
})
