import { resolve } from "node:path"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { BUSY_TIMEOUT_MS, type Fault, type FileKind, openFile } from "#adapters/sqlite"
import type { SqlRow, SqlValue } from "#projections/runtime"

const KIND: FileKind = {
  name: "read-model file",
  applicationId: 0x464c726d,
  version: 1,
  schema: `
    CREATE TABLE flightlog_store (id TEXT NOT NULL) STRICT;
    CREATE TABLE flightlog_projections (
      generation INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      version INTEGER NOT NULL,
      active INTEGER NOT NULL,
      position TEXT NOT NULL,
      state TEXT NOT NULL,
      poisonPosition TEXT,
      poisonType TEXT,
      poisonReason TEXT
    ) STRICT;
    CREATE TABLE flightlog_lease (
      place INTEGER PRIMARY KEY CHECK (place = 1),
      owner TEXT NOT NULL,
      expires INTEGER NOT NULL
    ) STRICT`,
}

/** How a read-model file that lives in this process's memory is named. */
export const MEMORY = ":memory:"

/** A connection that keeps its prepared statements. */
export interface Connection {
  readonly database: DatabaseSync
  rows(sql: string, parameters?: ReadonlyArray<SqlValue>): ReadonlyArray<SqlRow>
  /** Runs a write and gives the number of rows that it changed. */
  run(sql: string, parameters?: ReadonlyArray<SqlValue>): number
}

/** The two connections to a read-model file: one that writes, one that cannot. */
export interface Connections {
  readonly writer: Connection
  readonly reader: Connection
  close(): void
}

const MOST_STATEMENTS = 1000

/** A connection to an open database. */
export const connectionTo = (database: DatabaseSync): Connection => {
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    if (statements.size === MOST_STATEMENTS) statements.clear()
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    database,
    rows: (sql, parameters = []) => prepared(sql).all(...parameters),
    run: (sql, parameters = []) => Number(prepared(sql).run(...parameters).changes),
  }
}

/** The one connection of a file in memory, held from writing from when it is read until it is written again. */
const inMemory = (): Connections => {
  const database = new DatabaseSync(MEMORY)
  database.exec(KIND.schema)
  const connection = connectionTo(database)
  let isHeld = false
  const held = (hold: boolean): Connection => {
    if (hold !== isHeld) database.exec(`PRAGMA query_only = ${hold ? "ON" : "OFF"}`)
    isHeld = hold
    return connection
  }
  return {
    writer: {
      get database() {
        return held(false).database
      },
      rows: (sql, parameters) => held(false).rows(sql, parameters),
      run: (sql, parameters) => held(false).run(sql, parameters),
    },
    reader: { ...connection, rows: (sql, parameters) => held(true).rows(sql, parameters) },
    close: () => database.close(),
  }
}

/**
 * How the feeding connection works. What it writes can be rebuilt, so no commit is synced. A batch of events changes pages all over the
 * file: they are kept in 16 MB, what undoes a refused step stays in memory, and pages go from the write-ahead log to their places
 * 32 MB at a time, so that one changed by several batches is written there once.
 */
const FEEDING = `PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;
  PRAGMA wal_autocheckpoint = 8192`

/** Opens the two connections, and makes the file where there is none. */
export const openConnections = (path: string): Connections | Fault => {
  if (path === MEMORY) return inMemory()
  const opening = openFile(path, KIND)
  if (opening._tag === "Refused") return opening.fault
  opening.database.exec(FEEDING)
  const reading = new DatabaseSync(resolve(path), { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  return {
    writer: connectionTo(opening.database),
    reader: connectionTo(reading),
    close: () => {
      reading.close()
      opening.database.close()
    },
  }
}

/** Runs work in one transaction: all of it is kept, or none when it throws. */
export const inTransaction = <A>({ database, run }: Connection, work: () => A): A => {
  run("BEGIN IMMEDIATE")
  try {
    const result = work()
    run("COMMIT")
    return result
  } catch (error) {
    // A full disk has SQLite itself roll back.
    if (database.isTransaction) database.exec("ROLLBACK")
    throw error
  }
}
