import { Effect, Schedule } from "effect"
import {
  type Appended,
  type AppendRefused,
  EventStore,
  type EventStoreFailure,
  type ProposedEvent,
  type WrongExpectedRevision,
} from "#workflows/ports"

/** How often an append whose outcome is unknown is repeated, and how long between. */
const REPEATS = Schedule.max([Schedule.exponential("50 millis"), Schedule.recurs(5)])

/**
 * Appends to a stream that ends at a revision. When the outcome is unknown, it is repeated with the same ids and the same
 * expected revision: the only repeat that no store counts twice.
 */
export const appendAt = (
  stream: string,
  revision: number,
  events: ReadonlyArray<ProposedEvent>,
): Effect.Effect<Appended, WrongExpectedRevision | AppendRefused | EventStoreFailure, EventStore> =>
  Effect.gen(function* () {
    const store = yield* EventStore
    return yield* store.append(stream, revision === -1 ? "no-stream" : revision, events).pipe(
      Effect.retry({
        schedule: REPEATS,
        while: (error) => error._tag === "EventStoreFailure" && error.outcome === "unknown",
      }),
    )
  })
