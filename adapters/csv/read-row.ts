import { Result } from "effect"
import {
  CellTooLong,
  COLUMNS,
  type ImportRow,
  MAX_CELL,
  type RowError,
  RowMalformed,
  SpoiltByExcel,
  shorten,
} from "#domain/import"
import { isSpoiltByExcel, trimCell } from "./cells.ts"
import type { Line } from "./lines.ts"

/** Reads a row below a header of so many columns. Quotation marks have no meaning in these files, and are refused. */
export const readRow = (source: Line, columns: number): Result.Result<ImportRow, RowError> => {
  const cells = source.text.split(",")
  const trimmed = COLUMNS.map((column, index) => trimCell(column, cells[index] ?? ""))
  const [serialNumber = "", productId = "", hash = "", groupTag = "", assignedUser = ""] = trimmed.map(
    ({ value }) => value,
  )
  const place = { line: source.line, serialNumber: shorten(serialNumber) || null }
  const problem = shapeProblem(source, cells.length, columns)
  if (problem !== undefined)
    return Result.fail(new RowMalformed({ ...place, problem, columns: cells.length, expected: columns }))
  const spoilt = trimmed.map(({ value }, index) => cellError(place, COLUMNS[index] ?? "", value))
  const error = spoilt.find((one) => one !== undefined)
  if (error !== undefined) return Result.fail(error)
  return Result.succeed({
    line: source.line,
    serialNumber: serialNumber || null,
    productId: productId || null,
    hash,
    groupTag: groupTag || null,
    assignedUser: assignedUser || null,
    notes: trimmed.flatMap(({ note }) => note ?? []),
  })
}

const shapeProblem = (
  { text }: Line,
  found: number,
  expected: number,
): RowMalformed["problem"] | undefined => {
  if (text.includes('"')) return "quotation marks"
  if (found > expected) return "too many columns"
  return found < expected ? "too few columns" : undefined
}

/** The length of a hash is told where the hash is decoded. */
const cellError = (
  place: { readonly line: number; readonly serialNumber: string | null },
  column: string,
  value: string,
): RowError | undefined => {
  if (column !== "Hardware Hash" && value.length > MAX_CELL)
    return new CellTooLong({ ...place, column, length: value.length, limit: MAX_CELL })
  return isSpoiltByExcel(value) ? new SpoiltByExcel({ ...place, column, found: shorten(value) }) : undefined
}
