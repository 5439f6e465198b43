import { randomUUID } from "node:crypto"
import { Effect, Predicate } from "effect"
import { NO_STREAM } from "#adapters/eventstore/rules"
import type { Connection } from "./connection.ts"
import { IDENTITY_STREAM } from "./events.ts"
import { readStreamPage } from "./pages.ts"
import { lasting } from "./trouble.ts"
import type { PatientWriter } from "./writer.ts"

const unreadable = lasting(
  `The stream "${IDENTITY_STREAM}" does not hold the identity that Flightlog wrote there.`,
  "Let no other program write to it; to begin anew, use an empty database.",
)

const known = Effect.fnUntraced(function* ({ call }: Connection) {
  const [first] = yield* call(readStreamPage({ stream: IDENTITY_STREAM, from: 0, count: 1 }))
  if (first === undefined) return undefined
  const data = first.event?.data
  const identity = Predicate.hasProperty(data, "identity") ? data.identity : undefined
  return Predicate.isString(identity) ? identity : yield* Effect.fail(unreadable)
})

/**
 * The store's identity: the one event of a stream of its own, written by whoever opens the store first. Of two that do so at once, one is
 * told of a conflict and reads what the other wrote.
 */
export const identityOf = Effect.fnUntraced(function* (connection: Connection, writer: PatientWriter) {
  const identity = yield* known(connection)
  if (identity !== undefined) return identity
  const event = {
    id: randomUUID(),
    type: "StoreFounded",
    payload: JSON.stringify({ identity: randomUUID() }),
    metadata: "{}",
  }
  yield* writer.append(IDENTITY_STREAM, NO_STREAM, [event])
  return (yield* known(connection)) ?? (yield* Effect.fail(unreadable))
})
