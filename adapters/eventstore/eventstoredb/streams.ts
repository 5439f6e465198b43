import type { ResolvedEvent } from "@eventstore/db-client"
import { Effect, Result } from "effect"
import type { RecordedEvent } from "#workflows/ports"
import type { Connection } from "./connection.ts"
import { eventOf } from "./events.ts"
import { readStreamPage } from "./pages.ts"
import { lasting, type Trouble } from "./trouble.ts"

const PAGE = 500

const missing = (from: number, found: number): Trouble =>
  lasting(
    `Its events ${from} to ${found - 1} are missing: the stream was truncated on the server.`,
    "Remove $maxAge, $maxCount and $tb from the stream's metadata; what was scavenged comes back from a backup only.",
  )

const foreign = ({ event }: ResolvedEvent): Trouble =>
  lasting(
    `Its event ${event?.revision} ("${event?.type}") was not written by Flightlog.`,
    "Let no other program write to Flightlog's streams, or give Flightlog a database of its own.",
  )

const eventsOf = (
  page: ReadonlyArray<ResolvedEvent>,
): Result.Result<ReadonlyArray<RecordedEvent>, Trouble> => {
  const events: Array<RecordedEvent> = []
  for (const resolved of page) {
    const event = eventOf(resolved)
    if (event === undefined) return Result.fail(foreign(resolved))
    events.push(event)
  }
  return Result.succeed(events)
}

/** Refuses a page that begins later than it should: a truncated stream is an error, not a shorter history. */
const beginningAt =
  (from: number) =>
  (events: ReadonlyArray<RecordedEvent>): Result.Result<ReadonlyArray<RecordedEvent>, Trouble> => {
    const found = events[0]?.revision ?? from
    return found === from ? Result.succeed(events) : Result.fail(missing(from, found))
  }

/** Reads events of a stream from a revision on, at most `limit`, page by page from the leader. */
export const readStream = Effect.fnUntraced(function* (
  { call }: Connection,
  stream: string,
  { from, limit }: { readonly from: number; readonly limit: number },
) {
  const events: Array<RecordedEvent> = []
  for (;;) {
    const count = Math.min(PAGE, limit - events.length)
    if (count <= 0) return events
    const begin = from + events.length
    const found = yield* call(readStreamPage({ stream, from: begin, count }))
    const page = Result.flatMap(eventsOf(found), beginningAt(begin))
    events.push(...(yield* Effect.fromResult(page)))
    if (found.length < count) return events
  }
})

/** Reads the last event of a stream from the leader. */
export const readLastOf = Effect.fnUntraced(function* ({ call }: Connection, stream: string) {
  const found = yield* call(readStreamPage({ stream, from: "end", count: 1 }))
  const [last] = yield* Effect.fromResult(eventsOf(found))
  return last
})

/** How many streams are asked for side by side. */
const SIDE_BY_SIDE = 64

/** Those of some streams that there are on the leader: the server has no question for many. */
export const existingOf = Effect.fnUntraced(function* ({ call }: Connection, streams: ReadonlyArray<string>) {
  const ends = yield* Effect.forEach(
    streams,
    (stream) => call(readStreamPage({ stream, from: "end", count: 1 })),
    { concurrency: SIDE_BY_SIDE },
  )
  return new Set(streams.filter((_stream, index) => ends[index]?.length !== 0))
})
