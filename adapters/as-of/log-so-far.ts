import { Effect, Layer, Stream } from "effect"
import { EventStore, type Position, type RecordedEvent, START } from "#workflows/ports"

/** The identity of a log that is only looked at. */
export const PAST = "the past"

const readOnly = Effect.die(new Error("A log of the past is never written to."))

/** A log that ends with these events and never goes on: what readers of the log see of it as it was. */
export const logSoFar = (events: ReadonlyArray<RecordedEvent>): Layer.Layer<EventStore> => {
  const end: Position = events.at(-1)?.position ?? START
  const after = (position: Position) => events.filter((event) => event.position > position)
  return Layer.succeed(EventStore, {
    append: () => readOnly,
    read: (stream, { from = 0, limit = events.length } = {}) =>
      Effect.succeed(
        events.filter((event) => event.stream === stream && event.revision >= from).slice(0, limit),
      ),
    readLast: (stream) => Effect.succeed(events.findLast((event) => event.stream === stream)),
    existing: (streams) =>
      Effect.sync(() => {
        const known = new Set(events.map(({ stream }) => stream))
        return new Set(streams.filter((stream) => known.has(stream)))
      }),
    readAll: (position) => Stream.fromIterable(after(position)),
    subscribe: (position) =>
      Stream.make(
        { _tag: "Events", events: after(position) } as const,
        { _tag: "CaughtUp", position: end } as const,
      ).pipe(Stream.concat(Stream.never)),
    head: Effect.succeed(end),
    countAfter: (position) => Effect.succeed(after(position).length),
    identity: Effect.succeed(PAST),
    subscriptions: Effect.succeed([]),
  })
}
