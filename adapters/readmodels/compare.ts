import type { RowDifference, SqlRow, TableLayout } from "#projections/runtime"

/** Rows of a table, in the order of its key. */
export type RowsOf = (table: TableLayout) => Iterable<SqlRow>

/** How SQLite orders values: null, then numbers, then texts by their bytes in UTF-8. */
const compareValues = (one: unknown, other: unknown): number => {
  if (one === other) return 0
  if (typeof one === "string" && typeof other === "string")
    return Buffer.compare(Buffer.from(one), Buffer.from(other))
  if (typeof one === "number" && typeof other === "number") return one - other
  const rank = (value: unknown): number => (value === null ? 0 : typeof value === "number" ? 1 : 2)
  return rank(one) - rank(other)
}

const compareKeys = (key: ReadonlyArray<string>, one: SqlRow, other: SqlRow): number => {
  for (const column of key) {
    const order = compareValues(one[column], other[column])
    if (order !== 0) return order
  }
  return 0
}

const keyOf = ({ key }: TableLayout, row: SqlRow): SqlRow =>
  Object.fromEntries(key.map((column) => [column, row[column]]))

type Pair = readonly [read: SqlRow | null, rebuilt: SqlRow | null]

/** Walks through two tables side by side: rows with the same key together, others alone. */
function* pairsOf(
  key: ReadonlyArray<string>,
  read: Iterable<SqlRow>,
  rebuilt: Iterable<SqlRow>,
): Generator<Pair> {
  const [reads, rebuilds] = [read[Symbol.iterator](), rebuilt[Symbol.iterator]()]
  const next = (rows: Iterator<SqlRow>): SqlRow | null => rows.next().value ?? null
  let [one, other] = [next(reads), next(rebuilds)]
  while (one !== null && other !== null) {
    const order = compareKeys(key, one, other)
    yield [order <= 0 ? one : null, order >= 0 ? other : null]
    if (order <= 0) one = next(reads)
    if (order >= 0) other = next(rebuilds)
  }
  for (; one !== null; one = next(reads)) yield [one, null]
  for (; other !== null; other = next(rebuilds)) yield [null, other]
}

const differenceIn = (table: TableLayout, [read, rebuilt]: Pair): RowDifference | null => {
  const isSame = Object.keys(table.columns).every((column) => read?.[column] === rebuilt?.[column])
  const row = read ?? rebuilt
  return isSame || row === null ? null : { table: table.name, key: keyOf(table, row), read, rebuilt }
}

/** Compares the tables of a projection row by row, one table after the other; gives null for each row that is the same in both. */
export function* compareTables(
  tables: ReadonlyArray<TableLayout>,
  read: RowsOf,
  rebuilt: RowsOf,
): Generator<RowDifference | null> {
  for (const table of tables)
    for (const pair of pairsOf(table.key, read(table), rebuilt(table))) yield differenceIn(table, pair)
}
