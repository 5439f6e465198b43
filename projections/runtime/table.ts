import { type Columns, type Row, type Shape, type SqlValue, shape } from "./shape.ts"

/**
 * One change of a read model, as data. Tables are named in braces, `UPDATE {profiles} SET ...`: the runtime puts in the
 * generation that is being written, so that a rebuild can run beside the tables that are read.
 */
export interface Write {
  readonly sql: string
  readonly parameters: ReadonlyArray<SqlValue>
}

/** How a table is made. Columns carry the names that the answers carry, Graph's where it has one. */
export interface TableLayout<C extends Columns = Columns> {
  readonly name: string
  readonly columns: C
  readonly key: ReadonlyArray<keyof C & string>
  readonly indexes: ReadonlyArray<ReadonlyArray<keyof C & string>>
}

/** A table of a read model: its layout, the check of its rows, and the writes on it. */
export interface Table<C extends Columns> extends TableLayout<C>, Shape<C> {
  /** Writes a whole row, in place of the one with the same key. */
  put(row: Row<C>): Write
  /** Changes some columns of the rows that have these values; no such row is no error. */
  change(where: Partial<Row<C>>, changes: Partial<Row<C>>): Write
  /** Takes out the rows that have these values. */
  remove(where: Partial<Row<C>>): Write
}

/** A write in SQL of its own, where the values depend on what the tables hold. */
export const write = (sql: string, ...parameters: ReadonlyArray<SqlValue>): Write => ({ sql, parameters })

/** A truth value as SQLite keeps it. */
export const flag = (truth: boolean): 0 | 1 => (truth ? 1 : 0)

interface Given {
  readonly [column: string]: SqlValue | undefined
}

const assigned = (changes: Given): string =>
  Object.keys(changes)
    .map((name) => `"${name}" = ?`)
    .join(", ")

/** `IS` where null is looked for; for all else `=`, which finds its index. */
const matching = (where: Given): string =>
  Object.entries(where)
    .map(([name, value]) => `"${name}" ${value === null ? "IS" : "="} ?`)
    .join(" AND ")

const values = (given: Given): ReadonlyArray<SqlValue> => Object.values(given).map((value) => value ?? null)

/**
 * Defines a table of a read model.
 *
 * @param key the columns that tell one row from another
 * @param indexes further columns that rows are looked up or ordered by
 * @example table("tenants", { id: "text", name: "text" }, ["id"])
 */
export const table = <const C extends Columns>(
  name: string,
  columns: C,
  key: ReadonlyArray<keyof C & string>,
  indexes: ReadonlyArray<ReadonlyArray<keyof C & string>> = [],
): Table<C> => {
  const names = Object.keys(columns)
  const put = `INSERT OR REPLACE INTO {${name}} (${names.map((column) => `"${column}"`).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`
  return {
    ...shape(columns),
    name,
    key,
    indexes,
    put: (row: Given) => ({ sql: put, parameters: names.map((column) => row[column] ?? null) }),
    change: (where: Given, changes: Given) => ({
      sql: `UPDATE {${name}} SET ${assigned(changes)} WHERE ${matching(where)}`,
      parameters: [...values(changes), ...values(where)],
    }),
    remove: (where: Given) => ({
      sql: `DELETE FROM {${name}} WHERE ${matching(where)}`,
      parameters: values(where),
    }),
  }
}
