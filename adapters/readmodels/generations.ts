import {
  type ColumnKind,
  type Projection,
  type Promotion,
  type Standing,
  shape,
  type TableLayout,
} from "#projections/runtime"
import type { Connection } from "./connections.ts"
import {
  addGeneration,
  ROLE,
  readActive,
  readGeneration,
  readNext,
  setRole,
  writeStandings,
} from "./standings.ts"

/** The name that a table has in the file; under its plain name it is a view, so that a generation can be put in another's place. */
const physical = (table: string, generation: number): string => `${table}_g${generation}`

/** Puts the tables of a generation into the SQL of a write. */
export const inGeneration = (sql: string, generation: number): string =>
  sql.replace(/\{(\w+)\}/g, (_braced, table: string) => `"${physical(table, generation)}"`)

const DECLARED: { readonly [Kind in ColumnKind]: string } = {
  text: "TEXT NOT NULL",
  integer: "INTEGER NOT NULL",
  "text?": "TEXT",
  "integer?": "INTEGER",
}

const quoted = (names: ReadonlyArray<string>): string => names.map((name) => `"${name}"`).join(", ")

const createTable = ({ columns, indexes, key, name }: TableLayout, generation: number): string => {
  const table = physical(name, generation)
  // What is nothing but its key is kept once, in the order of it.
  const kept = key.length === Object.keys(columns).length ? "STRICT, WITHOUT ROWID" : "STRICT"
  const declared = Object.entries(columns).map(([column, kind]) => `"${column}" ${DECLARED[kind]}`)
  return [
    `CREATE TABLE "${table}" (${declared.join(", ")}, PRIMARY KEY (${quoted(key)})) ${kept}`,
    ...indexes.map((index) => `CREATE INDEX "${table}_${index.join("_")}" ON "${table}" (${quoted(index)})`),
  ].join(";\n")
}

const named = shape({ name: "text" })

/** The tables of a generation, by their plain names. */
const tablesOf = ({ rows }: Connection, generation: number): ReadonlyArray<string> => {
  const suffix = physical("", generation)
  return rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .filter(named.fits)
    .filter(({ name }) => name.endsWith(suffix))
    .map(({ name }) => name.slice(0, -suffix.length))
}

/** Takes out a generation with its tables, and the views on them. */
const dropGeneration = (connection: Connection, generation: number): void => {
  const { database, rows, run } = connection
  const suffix = physical("", generation)
  const tables = tablesOf(connection, generation)
  const views = rows("SELECT name FROM sqlite_schema WHERE type = 'view' AND instr(sql, ?)", [`${suffix}"`])
  for (const { name } of views.filter(named.fits)) database.exec(`DROP VIEW "${name}"`)
  for (const name of tables) database.exec(`DROP TABLE "${physical(name, generation)}"`)
  run("DELETE FROM flightlog_projections WHERE generation = ?", [generation])
}

const generations = shape({ generation: "integer" })

/** Takes out all generations of a projection but one. */
const dropOthers = (connection: Connection, name: string, generation: number): void => {
  const others = connection
    .rows("SELECT generation FROM flightlog_projections WHERE name = ? AND generation <> ?", [
      name,
      generation,
    ])
    .filter(generations.fits)
  for (const other of others) dropGeneration(connection, other.generation)
}

/** Makes empty tables for a projection beside those that are read. */
export const beginGeneration = (connection: Connection, { name, tables, version }: Projection): Standing => {
  const standing = addGeneration(connection, name, version)
  for (const table of tables) connection.database.exec(createTable(table, standing.generation))
  return standing
}

/** Has a generation read in place of the others of its projection, which go. */
const readInPlace = (connection: Connection, { generation, name }: Standing): void => {
  dropOthers(connection, name, generation)
  for (const table of tablesOf(connection, generation))
    connection.database.exec(`CREATE VIEW "${table}" AS SELECT * FROM "${physical(table, generation)}"`)
  setRole(connection, generation, ROLE.read)
}

/** Has a generation read in place of the others of its projection, unless the one that is read is further. */
export const promoteGeneration = (connection: Connection, standing: Standing): Promotion => {
  if (readGeneration(connection, standing.generation) === undefined) return "gone"
  const active = readActive(connection, standing.name)
  if (active !== undefined && active.position > standing.position) return "behind"
  readInPlace(connection, standing)
  return "promoted"
}

/** Has the tables of a new version read once they have caught up. */
export const promoteNext = (connection: Connection, standing: Standing): void => {
  if (readNext(connection, standing.name)?.generation === standing.generation)
    readInPlace(connection, standing)
}

/** Takes out a generation that is not to be read after all. */
export const discardGeneration = (connection: Connection, { generation }: Standing): void =>
  dropGeneration(connection, generation)

/** Tables of another version than those that are read: those that an earlier process began, or new ones. */
const installNext = (connection: Connection, projection: Projection): Standing => {
  const begun = readNext(connection, projection.name)
  if (begun?.version === projection.version) return begun
  if (begun !== undefined) dropGeneration(connection, begun.generation)
  const standing = beginGeneration(connection, projection)
  setRole(connection, standing.generation, ROLE.next)
  return standing
}

const installed = (connection: Connection, projection: Projection): Standing => {
  const known = readActive(connection, projection.name)
  if (known === undefined) {
    const standing = beginGeneration(connection, projection)
    readInPlace(connection, standing)
    return { ...standing, isRead: true }
  }
  if (known.version !== projection.version) return installNext(connection, projection)
  const next = readNext(connection, projection.name)
  if (next !== undefined) dropGeneration(connection, next.generation)
  return known
}

/**
 * Makes a projection ready to be fed: its tables as they are, or new ones where there are none. Those of another version are read until
 * the new ones, beside them, have caught up.
 */
export const installProjection = (connection: Connection, projection: Projection): Standing => {
  const standing: Standing = { ...installed(connection, projection), state: "starting" }
  writeStandings(connection, [standing])
  return standing
}

/** No generation has this number: they are counted from 1. */
const NONE = 0

/** Throws away all generations of a projection, and makes a new one that is read at once. */
export const restartProjection = (connection: Connection, projection: Projection): Standing => {
  dropOthers(connection, projection.name, NONE)
  return installProjection(connection, projection)
}
