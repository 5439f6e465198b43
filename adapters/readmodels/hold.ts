import { resolve } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { BUSY_TIMEOUT_MS } from "#adapters/sqlite"
import type { HeldTables, Projection, TableLayout } from "#projections/runtime"
import { compareTables, type RowsOf } from "./compare.ts"
import { type Connection, type Connections, connectionTo, MEMORY } from "./connections.ts"
import { inGeneration } from "./generations.ts"
import { readActive } from "./standings.ts"

/** Tables that are held, and how they are let go. */
export interface Holding {
  readonly held: HeldTables
  release(): void
}

const inOrder = ({ columns, key, name }: TableLayout): string => {
  const names = (all: ReadonlyArray<string>) => all.map((column) => `"${column}"`).join(", ")
  return `SELECT ${names(Object.keys(columns))} FROM {${name}} ORDER BY ${names(key)}`
}

const streamed =
  (database: DatabaseSync, generation: number): RowsOf =>
  (table) =>
    database.prepare(inGeneration(inOrder(table), generation)).iterate()

/** Holds the tables by a read transaction on a connection of its own: it sees the file as it was when the transaction began. */
const holdInFile = (path: string, { name, tables }: Projection): Holding | null => {
  const open = () => new DatabaseSync(resolve(path), { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  const [before, now] = [open(), open()]
  const release = () => {
    before.close()
    now.close()
  }
  before.exec("BEGIN")
  const standing = readActive(connectionTo(before), name)
  if (standing === undefined) {
    release()
    return null
  }
  const compare: HeldTables["compare"] = ({ generation }) =>
    compareTables(tables, streamed(before, standing.generation), streamed(now, generation))
  return { held: { standing, compare }, release }
}

const whole =
  ({ rows }: Connection, generation: number): RowsOf =>
  (table) =>
    rows(inGeneration(inOrder(table), generation))

/** Holds the rows themselves: what is in memory has one connection, which cannot look back. */
const holdInMemory = (connection: Connection, { name, tables }: Projection): Holding | null => {
  const standing = readActive(connection, name)
  if (standing === undefined) return null
  const rowsOf = whole(connection, standing.generation)
  const rows = new Map(tables.map((table) => [table.name, [...rowsOf(table)]]))
  const compare: HeldTables["compare"] = ({ generation }) =>
    compareTables(tables, (table) => rows.get(table.name) ?? [], whole(connection, generation))
  return { held: { standing, compare }, release: () => {} }
}

/** Holds the tables of a projection that are read as they are now; null where there are none. */
export const holdTables = (path: string, { reader }: Connections, projection: Projection): Holding | null =>
  path === MEMORY ? holdInMemory(reader, projection) : holdInFile(path, projection)
