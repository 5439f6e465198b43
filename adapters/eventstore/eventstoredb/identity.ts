import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import type { AsideStreams } from "./aside.ts"
import { failed } from "./connection.ts"
import { IDENTITY_STREAM } from "./events.ts"
import { lasting } from "./trouble.ts"

const unreadable = failed("read the store's identity")(
  lasting(
    `The stream "${IDENTITY_STREAM}" does not hold the identity that Flightlog wrote there.`,
    "Let no other program write to it; to begin anew, use an empty database.",
  ),
)

/** The store's identity: the one event of a stream of its own, written by whoever opens the store first. */
export const identityOf = Effect.fnUntraced(function* ({ findOrPut }: AsideStreams["Service"]) {
  const held = yield* findOrPut(IDENTITY_STREAM, {
    type: "StoreFounded",
    data: { identity: randomUUID() },
  })
  return held?.identity ?? (yield* Effect.fail(unreadable))
})
