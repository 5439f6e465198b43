import { createHash } from "node:crypto"
import { Effect, Schema, Stream } from "effect"
import { categoryOf } from "#adapters/eventstore/rules"
import { type EventStore, type Position, type RecordedEvent, START } from "#workflows/ports"

/** What a store notes for itself, how far processes came, is told in positions of its own: it means nothing in another store. */
const BOOKKEEPING = "process"

/** Whether an event belongs to the history of devices, people and profiles, and not to the store's own notes. */
const isHistory = ({ stream }: RecordedEvent): boolean => categoryOf(stream) !== BOOKKEEPING

/** The history after a position in log order, without the store's own notes. */
export const historyAfter = (store: EventStore["Service"], after: Position) =>
  Stream.filter(store.readAll(after), isHistory)

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

/** An event as text: the same in every store, whatever order it keeps keys in. Its position is the store's own. */
export const textOf = ({ id, metadata, payload, revision, stream, type }: RecordedEvent): string =>
  JSON.stringify([stream, revision, id, type, sorted(payload), sorted(metadata)])

/** How many events a history has, and what they are in their order: SHA-256 over the text of each, in hex. */
export const HistoryDigest = Schema.Struct({ events: Schema.Int, digest: Schema.String })
export type HistoryDigest = typeof HistoryDigest.Type

/**
 * The digest of a history up to a position, or to its end.
 *
 * @param tell is told how many events were read
 */
export const digestOf = (
  store: EventStore["Service"],
  {
    tell = () => Effect.void,
    until,
  }: { readonly until?: Position; readonly tell?: (events: number) => Effect.Effect<void> } = {},
) =>
  Effect.suspend(() => {
    const hash = createHash("sha256")
    let count = 0
    const upTo = Stream.takeWhile(
      historyAfter(store, START),
      ({ position }) => until === undefined || position <= until,
    )
    return Stream.runForEachArray(upTo, (events) => {
      for (const event of events) hash.update(textOf(event)).update("\n")
      count += events.length
      return tell(count)
    }).pipe(Effect.map((): HistoryDigest => ({ events: count, digest: hash.digest("hex") })))
  })
