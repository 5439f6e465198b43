/** A value as SQLite keeps it. */
export type SqlValue = string | number | null

/** A row as SQLite gives it back, before it is known what it holds. */
export interface SqlRow {
  readonly [column: string]: unknown
}

interface ValueOf {
  readonly text: string
  readonly integer: number
  readonly "text?": string | null
  readonly "integer?": number | null
}

/** What a column holds; with a question mark it may also be null. */
export type ColumnKind = keyof ValueOf

/** The columns of a table or of a query's rows, by name. */
export interface Columns {
  readonly [column: string]: ColumnKind
}

/** A row with these columns. */
export type Row<C extends Columns> = { readonly [Name in keyof C]: ValueOf[C[Name]] }

/** What the rows of a query look like, and the check that they do. */
export interface Shape<C extends Columns> {
  readonly columns: C
  readonly fits: (row: SqlRow) => row is SqlRow & Row<C>
}

const holds: { readonly [Kind in ColumnKind]: (value: unknown) => boolean } = {
  text: (value) => typeof value === "string",
  integer: (value) => typeof value === "number",
  "text?": (value) => typeof value === "string" || value === null,
  "integer?": (value) => typeof value === "number" || value === null,
}

/**
 * Describes the rows of a query, so that they are checked once where they enter.
 *
 * @example shape({ count: "integer" })
 */
export const shape = <const C extends Columns>(columns: C): Shape<C> => {
  const checks = Object.entries(columns).map(([name, kind]) => ({ name, holds: holds[kind] }))
  return {
    columns,
    fits: (row): row is SqlRow & Row<C> => checks.every((check) => check.holds(row[check.name])),
  }
}
