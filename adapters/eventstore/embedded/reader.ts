import { DatabaseSync, type StatementSync } from "node:sqlite"
import type { Page, Stretch } from "#adapters/eventstore/contract"
import { BUSY_TIMEOUT_MS } from "#adapters/sqlite"
import type { RecordedEvent } from "#workflows/ports"
import { COLUMNS, charactersOf, eventOf, placeOf, type Row } from "./rows.ts"

/** A page ends at whichever comes first, so that a log of large events is read in little memory, too. */
const PAGE_EVENTS = 256
const PAGE_CHARACTERS = 4_000_000

const EVENTS = `SELECT ${COLUMNS} FROM events e CROSS JOIN streams s ON s.id = e.stream`

const sqlOfAll = `${EVENTS} WHERE e.position > ?1 AND e.position <= ?2 ORDER BY e.position LIMIT ${PAGE_EVENTS}`

/** The events of some categories: SQLite merges the categories' parts of the index and stops at the limit, before it reads events. */
const sqlOfCategories = (count: number) => {
  const parts = Array.from(
    { length: count },
    (_, index) => `SELECT position FROM events WHERE position > ?1 AND position <= ?2
      AND category = (SELECT id FROM categories WHERE name = ?${index + 3})`,
  )
  return `${EVENTS} WHERE e.position IN (
    SELECT position FROM (${parts.join(" UNION ALL ")} ORDER BY position LIMIT ${PAGE_EVENTS})
  ) ORDER BY e.position`
}

const pageOf = (rows: Iterable<Row>, until: number): Page => {
  const events: Array<RecordedEvent> = []
  let characters = 0
  for (const row of rows) {
    events.push(eventOf(row))
    characters += charactersOf(row)
    if (events.length === PAGE_EVENTS || characters >= PAGE_CHARACTERS) return { events, next: placeOf(row) }
  }
  return { events, next: until }
}

/**
 * The reading side of the store: a connection of its own on the caller's thread, which sees what is committed, whoever committed it,
 * and never waits for a writer. Its functions throw what SQLite throws.
 */
export const openReader = (path: string) => {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  const prepare = (sql: string) => database.prepare(sql, { returnArrays: true })
  const end = prepare("SELECT max(position) FROM events")
  const identity = prepare("SELECT identity FROM store")
  const dataVersion = prepare("PRAGMA data_version")
  const ofStream = prepare(
    `${EVENTS.replace("events e CROSS JOIN streams s", "streams s CROSS JOIN events e")}
     WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
  )
  const lastOfStream = prepare(
    `${EVENTS.replace("events e CROSS JOIN streams s", "streams s CROSS JOIN events e")}
     WHERE s.name = ? ORDER BY e.revision DESC LIMIT 1`,
  )
  const existing = prepare("SELECT name FROM streams WHERE name IN (SELECT value FROM json_each(?))")
  const all = prepare(sqlOfAll)
  const ofCategories = new Map<number, StatementSync>()

  const rows = ({ after, until, filter }: Stretch): Iterable<Row> => {
    if (filter?.categories === undefined) return all.iterate(after, until)
    const { categories } = filter
    if (categories.length === 0) return []
    const found = ofCategories.get(categories.length) ?? prepare(sqlOfCategories(categories.length))
    ofCategories.set(categories.length, found)
    return found.iterate(after, until, ...categories)
  }

  return {
    /** The place of the last event, 0 in an empty log. */
    end: (): number => Number(end.get()?.[0]),
    /** The id that the file was given when it was made. */
    identity: (): string => String(identity.get()?.[0]),
    page: (stretch: Stretch): Page => pageOf(rows(stretch), stretch.until),
    read: (stream: string, from: number, limit: number): ReadonlyArray<RecordedEvent> =>
      ofStream.all(stream, from, limit).map(eventOf),
    readLast: (stream: string): RecordedEvent | undefined => {
      const row = lastOfStream.get(stream)
      return row === undefined ? undefined : eventOf(row)
    },
    existing: (streams: ReadonlyArray<string>): ReadonlySet<string> =>
      new Set(existing.all(JSON.stringify(streams)).map((row) => String(row[0]))),
    /** A number that changes when another connection, of this or another process, has committed. */
    dataVersion: (): number => Number(dataVersion.get()?.[0]),
    close: () => database.close(),
  }
}

/** The reading side of an open log. */
export type Reader = ReturnType<typeof openReader>
