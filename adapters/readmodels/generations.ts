import {
  type ColumnKind,
  type Projection,
  type Standing,
  shape,
  type TableLayout,
} from "#projections/runtime"
import { START } from "#workflows/ports"
import type { Connection } from "./connections.ts"
import { readStanding, writeStanding } from "./standings.ts"

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
    `DROP VIEW IF EXISTS "${name}"`,
    `CREATE VIEW "${name}" AS SELECT * FROM "${table}"`,
  ].join(";\n")
}

const named = shape({ name: "text" })

const dropGeneration = (connection: Connection, generation: number): void => {
  const tables = connection
    .rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE ? ESCAPE '\\'", [
      `%\\_g${generation}`,
    ])
    .filter(named.fits)
  for (const { name } of tables) {
    connection.database.exec(`DROP VIEW IF EXISTS "${name.slice(0, -physical("", generation).length)}"`)
    connection.database.exec(`DROP TABLE "${name}"`)
  }
}

const newest = shape({ generation: "integer" })

const nextGeneration = (connection: Connection): number => {
  const [row] = connection
    .rows("SELECT coalesce(max(generation), 0) AS generation FROM flightlog_projections")
    .filter(newest.fits)
  return 1 + (row?.generation ?? 0)
}

const create = (connection: Connection, { name, tables, version }: Projection): Standing => {
  const generation = nextGeneration(connection)
  for (const table of tables) connection.database.exec(createTable(table, generation))
  return { name, version, generation, position: START, state: "starting", poison: null }
}

/** Makes a projection ready to be fed: its tables as they are, or new ones in place of those of another version. */
export const installProjection = (connection: Connection, projection: Projection): Standing => {
  const known = readStanding(connection, projection.name)
  if (known !== undefined && known.version !== projection.version)
    dropGeneration(connection, known.generation)
  const standing: Standing =
    known?.version === projection.version ? { ...known, state: "starting" } : create(connection, projection)
  writeStanding(connection, standing)
  return standing
}
