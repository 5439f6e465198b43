import { Effect } from "effect"
import { decodePosition } from "#adapters/eventstore/rules"
import type { Connection } from "./connection.ts"
import { eventOf, placeOf } from "./events.ts"
import { type AllPage, readAllPage } from "./pages.ts"

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

/** Finds the end of the log as the leader has it, the server's own events left out. */
export const headOf = Effect.fnUntraced(function* ({ call }: Connection) {
  let from: AllPage["from"] = "end"
  let count = FIRST_LOOK
  for (;;) {
    const found = yield* call(readAllPage({ from, direction: "backwards", count }, true))
    const event = found.map(eventOf).find((one) => one !== undefined)
    if (event !== undefined) {
      const head: Head = { place: decodePosition(event.position) ?? 0, stream: event.stream }
      return head
    }
    const oldest = found.at(-1)
    if (oldest === undefined || found.length < count) return EMPTY
    from = placeOf(oldest)
    count = Math.min(count * GROWTH, LONGEST_LOOK)
  }
})
