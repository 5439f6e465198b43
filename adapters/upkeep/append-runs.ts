import { Effect, Schedule } from "effect"
import { type EventStore, MAX_APPEND_BYTES, type RecordedEvent } from "#workflows/ports"

/** How often an append whose outcome is unknown is repeated, and how long between. */
const REPEATS = Schedule.max([Schedule.exponential("50 millis"), Schedule.recurs(6)])

/** The bytes of an event as stores count them. */
const sizeOf = ({ metadata, payload, type }: RecordedEvent): number =>
  Buffer.byteLength(JSON.stringify(payload)) + Buffer.byteLength(JSON.stringify(metadata)) + 2 * type.length

/** Splits events into runs that one append can hold: neighbours in one stream, of at most MAX_APPEND_BYTES. */
export const runsOf = (events: ReadonlyArray<RecordedEvent>): ReadonlyArray<ReadonlyArray<RecordedEvent>> => {
  const runs: Array<Array<RecordedEvent>> = []
  let bytes = 0
  for (const event of events) {
    const size = sizeOf(event)
    const run = runs.at(-1)
    if (run?.[0]?.stream === event.stream && bytes + size <= MAX_APPEND_BYTES) {
      run.push(event)
      bytes += size
    } else {
      runs.push([event])
      bytes = size
    }
  }
  return runs
}

/** Appends a run where it stood in its stream. Repeating it stores nothing twice. */
export const appendRun = (target: EventStore["Service"], run: ReadonlyArray<RecordedEvent>) => {
  const [first] = run
  if (first === undefined) return Effect.void
  const expected = first.revision === 0 ? "no-stream" : first.revision - 1
  const events = run.map(({ id, metadata, payload, type }) => ({ id, metadata, payload, type }))
  return target.append(first.stream, expected, events).pipe(
    Effect.retry({
      schedule: REPEATS,
      while: (error) => error._tag === "EventStoreFailure" && error.outcome === "unknown",
    }),
    Effect.asVoid,
  )
}
