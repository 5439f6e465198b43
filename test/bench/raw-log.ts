import { DatabaseSync } from "node:sqlite"
import type { ProposedEvent } from "#workflows/ports"

/** The baseline of the log: what a careful programmer would write by hand with `node:sqlite`, durable at each commit. */
export const rawLog = (path: string) => {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS events (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
      id TEXT NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS by_stream ON events (stream, revision);`)
  const insert = database.prepare(
    "INSERT INTO events (stream, revision, id, type, payload, metadata) VALUES (?, ?, ?, ?, ?, ?)",
  )
  const select = database.prepare(
    "SELECT position, stream, revision, id, type, payload, metadata FROM events WHERE position > ? ORDER BY position LIMIT 1000",
  )
  const ofStream = database.prepare("SELECT * FROM events WHERE stream = ? ORDER BY revision")
  return {
    /** Writes events in one durable transaction. */
    commit: (writes: ReadonlyArray<readonly [stream: string, revision: number, event: ProposedEvent]>) => {
      database.exec("BEGIN IMMEDIATE")
      for (const [stream, revision, event] of writes)
        insert.run(
          stream,
          revision,
          event.id,
          event.type,
          JSON.stringify(event.payload),
          JSON.stringify(event.metadata),
        )
      database.exec("COMMIT")
    },
    /** Reads and parses the whole log in pages. */
    readAll: (visit: (payload: unknown, metadata: unknown) => void) => {
      let after = 0
      let count = 0
      for (;;) {
        const rows = select.all(after)
        for (const row of rows) visit(JSON.parse(String(row.payload)), JSON.parse(String(row.metadata)))
        count += rows.length
        const last = rows.at(-1)
        if (last === undefined) return count
        after = Number(last.position)
      }
    },
    /** Reads and parses one stream. */
    readStream: (stream: string) =>
      ofStream.all(stream).map((row) => ({
        payload: JSON.parse(String(row.payload)),
        metadata: JSON.parse(String(row.metadata)),
      })),
    close: () => database.close(),
  }
}
