import {
  type ColumnKind,
  type Projection,
  type Promotion,
  type Standing,
  shape,
  type TableLayout,
} from "#projections/runtime"
import type { Connection } from "./connections.ts"
import { addGeneration, readActive, readGeneration, writeStanding } from "./standings.ts"

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
  const declared = Object.entries(columns).map(([column, kind]) => `"${column}" ${DECLARED[kind]}`)
  return [
    `CREATE TABLE "${table}" (${declared.join(", ")}, PRIMARY KEY (${quoted(key)})) STRICT`,
    ...indexes.map((index) => `CREATE INDEX "${table}_${index.join("_")}" ON "${table}" (${quoted(index)})`),
  ].join(";\n")
}

const named = shape({ name: "text" })

/** Takes out a generation with its tables, and the views on them. */
const dropGeneration = ({ database, rows, run }: Connection, generation: number): void => {
  const suffix = physical("", generation)
  const tables = rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .filter(named.fits)
    .filter(({ name }) => name.endsWith(suffix))
  const views = rows("SELECT name FROM sqlite_schema WHERE type = 'view' AND instr(sql, ?)", [`${suffix}"`])
  for (const { name } of views.filter(named.fits)) database.exec(`DROP VIEW "${name}"`)
  for (const { name } of tables) database.exec(`DROP TABLE "${name}"`)
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

/** Has a generation read in place of the others of its projection, which go, unless the one that is read is further. */
export const promoteGeneration = (
  connection: Connection,
  { tables }: Projection,
  { generation, name, position }: Standing,
): Promotion => {
  if (readGeneration(connection, generation) === undefined) return "gone"
  const active = readActive(connection, name)
  if (active !== undefined && active.position > position) return "behind"
  dropOthers(connection, name, generation)
  for (const { name: table } of tables)
    connection.database.exec(`CREATE VIEW "${table}" AS SELECT * FROM "${physical(table, generation)}"`)
  connection.run("UPDATE flightlog_projections SET active = 1 WHERE generation = ?", [generation])
  return "promoted"
}

/** Takes out a generation that is not to be read after all. */
export const discardGeneration = (connection: Connection, { generation }: Standing): void =>
  dropGeneration(connection, generation)

/** Makes a projection ready to be fed: its tables as they are, or new ones in place of those of another version. */
export const installProjection = (connection: Connection, projection: Projection): Standing => {
  const known = readActive(connection, projection.name)
  if (known?.version === projection.version) {
    const standing: Standing = { ...known, state: "starting" }
    writeStanding(connection, standing)
    return standing
  }
  if (known !== undefined) dropGeneration(connection, known.generation)
  const standing = beginGeneration(connection, projection)
  promoteGeneration(connection, projection, standing)
  return standing
}
