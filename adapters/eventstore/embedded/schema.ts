import type { FileKind } from "#adapters/sqlite"

/**
 * The log as an SQLite file.
 *
 * `position` is the rowid, given inside the write transaction as the largest one plus one. Write transactions exclude each other,
 * so the order of positions is the order of commits: whoever sees a position sees all smaller ones, and no reader has to wait
 * for gaps to fill. (AUTOINCREMENT would only forbid to reuse the positions of deleted events, and the triggers forbid deleting.)
 *
 * Streams and categories are numbered, so that the indexes stay small: one finds an event by stream and revision, the other
 * reads the events of a category in log order. `store` has one row: the id that tells this log from every other one.
 */
export const EVENT_LOG: FileKind = {
  name: "event log",
  // "FLog" in ASCII.
  applicationId: 0x46_4c_6f_67,
  version: 1,
  schema: `
    CREATE TABLE store (identity TEXT NOT NULL) STRICT;
    INSERT INTO store VALUES (lower(hex(randomblob(16))));
    CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, category INTEGER) STRICT;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      category INTEGER,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      payload TEXT NOT NULL,
      metadata TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_of_stream ON events (stream, revision);
    CREATE INDEX events_of_category ON events (category) WHERE category IS NOT NULL;
    CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN
      SELECT raise(ABORT, 'events are never deleted');
    END;
    CREATE TRIGGER events_are_final BEFORE UPDATE ON events BEGIN
      SELECT raise(ABORT, 'events are never changed');
    END`,
}
