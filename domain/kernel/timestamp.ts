import { Brand, Schema } from "effect"

const PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/**
 * A moment in UTC with milliseconds, `2026-11-23T08:30:00.000Z`: text that sorts in the order of time.
 */
export const Timestamp = Schema.String.check(
  Schema.isPattern(PATTERN, { message: "Expected a UTC time such as 2026-11-23T08:30:00.000Z" }),
).pipe(Schema.brand("Timestamp"))
export type Timestamp = typeof Timestamp.Type

const LENGTH = "2026-11-23T08:30:00.000Z".length

const moment = Brand.nominal<Timestamp>()

/**
 * The timestamp of a number of milliseconds since 1970-01-01T00:00:00Z.
 *
 * @throws for a year after 9999 or before 0, which has no such form
 */
export const timestampOf = (epochMillis: number): Timestamp => {
  const text = new Date(epochMillis).toISOString()
  return text.length === LENGTH ? moment(text) : Timestamp.make(text)
}

/** Milliseconds since 1970-01-01T00:00:00Z of a timestamp. */
export const epochMillis = (timestamp: Timestamp): number => Date.parse(timestamp)

/** The moment `millis` milliseconds after `timestamp`. */
export const addMillis = (timestamp: Timestamp, millis: number): Timestamp =>
  timestampOf(epochMillis(timestamp) + millis)

/** The later one of two moments. */
export const later = (a: Timestamp, b: Timestamp): Timestamp => (a < b ? b : a)
