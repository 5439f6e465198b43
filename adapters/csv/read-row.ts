import { Result } from "effect"
import {
  CellTooLong,
  type ColumnName,
  type FileShape,
  type ImportRow,
  MAX_CELL,
  type RowError,
  RowMalformed,
  SpoiltByExcel,
  shorten,
} from "#domain/import"
import { isSpoiltByExcel, trimCell } from "./cells.ts"
import type { Line } from "./lines.ts"

/** Reads a row below a header of that shape. Quotation marks have no meaning in these files, and are refused. */
export const readRow = (
  source: Line,
  { columns, isPartners }: FileShape,
): Result.Result<ImportRow, RowError> => {
  const cells = source.text.split(",")
  const trimmed = columns.map((column, index) => ({ column, ...trimCell(column, cells[index] ?? "") }))
  const cellOf = (column: ColumnName): string => trimmed.find((cell) => cell.column === column)?.value ?? ""
  const serialNumber = cellOf("Device Serial Number")
  const place = { line: source.line, serialNumber: shorten(serialNumber) || null }
  const problem = shapeProblem(source, cells.length, columns.length)
  if (problem !== undefined)
    return Result.fail(
      new RowMalformed({ ...place, problem, columns: cells.length, expected: columns.length }),
    )
  const spoilt = trimmed.map(({ column, value }) => cellError(place, column, value))
  const error = spoilt.find((one) => one !== undefined)
  if (error !== undefined) return Result.fail(error)
  return Result.succeed({
    line: source.line,
    serialNumber: serialNumber || null,
    productId: cellOf("Windows Product ID") || null,
    hash: cellOf("Hardware Hash"),
    groupTag: cellOf("Group Tag") || null,
    assignedUser: cellOf("Assigned User") || null,
    notes: trimmed.flatMap(({ note }) => note ?? []),
    ...(isPartners
      ? {
          serialNumberOptional: true,
          manufacturer: cellOf("Manufacturer Name") || null,
          model: cellOf("Device Model") || null,
        }
      : {}),
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
