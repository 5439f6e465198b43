import type { SQLOutputValue } from "node:sqlite"
import { encodePosition } from "#adapters/eventstore/rules"
import type { RecordedEvent } from "#workflows/ports"

/** The columns of an event, in the order in which `eventOf` takes them. */
export const COLUMNS = "e.position, s.name, e.revision, e.id, e.type, e.payload, e.metadata"

/** A row of these columns: an array, which `node:sqlite` reads faster than an object and types alike. */
export type Row = Readonly<Record<number, SQLOutputValue>>

/** The place in the log of a row's event. */
export const placeOf = (row: Row): number => Number(row[0])

/** The characters of a row's payload and metadata. */
export const charactersOf = (row: Row): number => String(row[5]).length + String(row[6]).length

const parse = (row: Row, column: 5 | 6) => {
  try {
    return JSON.parse(String(row[column]))
  } catch (cause) {
    const what = column === 5 ? "payload" : "metadata"
    const where = `stream "${row[1]}", revision ${row[2]}, position ${encodePosition(placeOf(row))}`
    throw new Error(`The event log is damaged: the ${what} of an event (${where}) is no JSON`, { cause })
  }
}

/** The event of a row; throws where its text is damaged. */
export const eventOf = (row: Row): RecordedEvent => ({
  id: String(row[3]),
  type: String(row[4]),
  payload: parse(row, 5),
  metadata: parse(row, 6),
  stream: String(row[1]),
  revision: Number(row[2]),
  position: encodePosition(placeOf(row)),
})
