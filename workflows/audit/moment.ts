import { Effect } from "effect"
import { Refusal, type Timestamp, timestampOf } from "#domain/kernel"
import { EventStore, type Position, type RecordedEvent } from "#workflows/ports"

/** A moment of the log: what was recorded up to a time, or up to a position. */
export type Moment =
  | { readonly by: "time"; readonly time: Timestamp }
  | { readonly by: "position"; readonly position: Position }

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

const notAMoment = (text: string) =>
  new Refusal({
    kind: "invalid",
    code: "moment-invalid",
    what: `${JSON.stringify(text)} is neither a time with its zone nor a position of the log.`,
    remedy:
      "Write 2026-11-23T08:30:00Z, 2026-11-23T09:30+01:00, 2026-11-23 (midnight in UTC), or a position of its history, such as c113.",
  })

const timeOf = (text: string): Timestamp | undefined => {
  const millis = DATE.test(text) || TIME.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(millis) ? undefined : timestampOf(millis)
}

/**
 * Reads a moment as people write it: a time with its zone, a day (its first moment in UTC), or a position that the log
 * has reached.
 *
 * @example readMoment("2026-11-23T09:30+01:00")
 */
export const readMoment = Effect.fnUntraced(function* (text: string) {
  const time = timeOf(text)
  if (time !== undefined) return { by: "time", time } satisfies Moment
  // A position is opaque, so the end of the log is the only thing it can be held against.
  const head = yield* (yield* EventStore).head
  if (!/^[a-z]\w*$/.test(text) || text > head) return yield* notAMoment(text)
  return { by: "position", position: text } satisfies Moment
})

const isBefore = ({ metadata, position }: RecordedEvent, moment: Moment): boolean =>
  moment.by === "time" ? metadata.recordedAt <= moment.time : position <= moment.position

/**
 * The events of a stream that were recorded by a moment. What a statechart concluded belongs to the input before it:
 * both came in one append, so there never was a moment between them.
 */
export const upTo = <Item extends { readonly event: RecordedEvent }>(
  events: ReadonlyArray<Item>,
  moment: Moment | null,
): ReadonlyArray<Item> => {
  if (moment === null) return events
  const after = events.findIndex(({ event }) => !isBefore(event, moment) && event.metadata.emitted !== true)
  return after === -1 ? events : events.slice(0, after)
}
