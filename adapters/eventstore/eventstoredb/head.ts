import { Effect } from "effect"
import { decodePosition } from "#adapters/eventstore/rules"
import type { Connection } from "./connection.ts"
import { eventOf, placeOf } from "./events.ts"
import { type AllPage, readAllPage } from "./pages.ts"
import type { Trouble } from "./trouble.ts"

/** The last event of the log: its place, and its stream. */
export interface Head {
  readonly place: number
  readonly stream: string
}

const EMPTY: Head = { place: 0, stream: "" }

/** How many events are looked at from the end on, until one is Flightlog's: the server writes some of its own. */
const FIRST_LOOK = 1
const GROWTH = 20
const LONGEST_LOOK = 1000

/**
 * Finds the end of the log as the leader has it, the server's own events and what is kept beside the log left out. What was looked through
 * once is not looked through again: beside an idle log, others are written.
 */
export const makeHead = ({ call }: Connection): Effect.Effect<Head, Trouble> => {
  let known = EMPTY
  let lookedFrom = 0

  const remember = (head: Head, newest: number): Head => {
    if (newest <= lookedFrom) return known
    known = head
    lookedFrom = newest
    return head
  }

  return Effect.gen(function* () {
    let from: AllPage["from"] = "end"
    let count = FIRST_LOOK
    let newest = 0
    for (;;) {
      const found = yield* call(readAllPage({ from, direction: "backwards", count }, true))
      newest = Math.max(newest, ...found.slice(0, 1).map(placeOf))
      const event = found.map(eventOf).find((one) => one !== undefined)
      if (event !== undefined)
        return remember({ place: decodePosition(event.position) ?? 0, stream: event.stream }, newest)
      const oldest = found.at(-1)
      if (oldest === undefined || found.length < count || placeOf(oldest) <= lookedFrom)
        return remember(known, newest)
      from = placeOf(oldest)
      count = Math.min(count * GROWTH, LONGEST_LOOK)
    }
  })
}
