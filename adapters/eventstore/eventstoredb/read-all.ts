import { FORWARDS } from "@eventstore/db-client"
import { Effect, Option, Stream } from "effect"
import type { EventStoreFailure, LogFilter, Position, RecordedEvent } from "#workflows/ports"
import type { Connection } from "./connection.ts"
import type { Head } from "./head.ts"
import { makeLine, makeLineHolder } from "./line.ts"
import { serverPosition } from "./pages.ts"
import { failedFrom, sift, startOf } from "./sift.ts"
import { passing, type Trouble } from "./trouble.ts"

const BATCH = 1024

const BEHIND = passing(
  "The node has not received the newest events yet.",
  "not-done",
  "Look at the replication of the cluster, or read from its leader (nodePreference=leader).",
)

/** What reading the whole log needs; `head` is asked of the leader, the events may come from another node. */
export interface LogSource {
  readonly connection: Connection
  readonly head: Effect.Effect<Head, Trouble>
}

/**
 * Reads the log from a position to the end it has when reading begins. The client cannot have the server filter such a read, so all
 * events come over the line, as fast as the reader takes them; a line that is cut is opened again where the reader stands.
 */
export const readAll = (
  { connection, head }: LogSource,
  position: Position,
  filter: LogFilter | undefined,
): Stream.Stream<RecordedEvent, EventStoreFailure> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const start = yield* startOf(position)
      const { place: until } = yield* Effect.mapError(head, failedFrom(position))
      if (start >= until) return Stream.empty
      const { drop, get } = yield* makeLineHolder

      const take = (after: number) =>
        connection.call((client) => {
          const open = () => client.readAll({ fromPosition: serverPosition(after), direction: FORWARDS })
          const line = get(() => makeLine(open()))
          return line.take(BATCH).pipe(
            Effect.filterOrFail(
              (found) => found.length > 0,
              () => BEHIND,
            ),
            Effect.onError(() => Effect.sync(drop)),
          )
        })
      return Stream.paginate(start, (after) =>
        Effect.map(Effect.mapError(take(after), failedFrom(position)), (found) => {
          const { events, reached } = sift(found, { after, until, filter })
          return [events, reached < until ? Option.some(reached) : Option.none<number>()] as const
        }),
      )
    }),
  )
