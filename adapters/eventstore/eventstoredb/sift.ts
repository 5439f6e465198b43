import type { AllStreamResolvedEvent } from "@eventstore/db-client"
import { Effect } from "effect"
import { decodePosition, isWanted } from "#adapters/eventstore/rules"
import type { EventStoreFailure, LogFilter, Position, RecordedEvent } from "#workflows/ports"
import { notRead } from "./connection.ts"
import { eventOf, placeOf } from "./events.ts"
import { lasting, type Trouble } from "./trouble.ts"

/** What is wanted of the server's log: events after a place, up to one, and of some categories. */
export interface Sieve {
  readonly after: number
  readonly until: number
  readonly filter: LogFilter | undefined
}

/** The wanted ones among events in log order, and the place that is dealt with when they are. */
export const sift = (found: ReadonlyArray<AllStreamResolvedEvent>, { after, filter, until }: Sieve) => {
  const events: Array<RecordedEvent> = []
  let reached = after
  for (const resolved of found) {
    const place = placeOf(resolved)
    if (place <= after) continue
    reached = place
    if (place > until) break
    const event = eventOf(resolved)
    if (event !== undefined && isWanted(filter, event)) events.push(event)
  }
  return { events, reached }
}

/** What readers of the whole log ask for, for their failures. */
export const READ_LOG = "read the log"

const noPosition = (position: Position): Trouble =>
  lasting(
    `"${position}" is no position of this store.`,
    "Give one that an event or an answer carried, or none to begin at the start.",
  )

/** The place that a position names. */
export const startOf = (position: Position): Effect.Effect<number, EventStoreFailure> => {
  const place = decodePosition(position)
  return place === undefined ? Effect.fail(notRead(READ_LOG)(noPosition(position))) : Effect.succeed(place)
}

/** Trouble on the way from a position on; what the server says of a position at which no event begins is put into words. */
export const failedFrom =
  (position: Position) =>
  (trouble: Trouble): EventStoreFailure =>
    notRead(READ_LOG)(trouble.reason.includes("Unexpected ReadAllResult") ? noPosition(position) : trouble)
