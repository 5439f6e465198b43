import { Result } from "effect"
import {
  checkHeader,
  type FileShape,
  type ImportRow,
  MAX_PARTNER_ROWS,
  type RowError,
  type WrongHeader,
} from "#domain/import"
import { trimCell } from "./cells.ts"
import { type DecodedText, decodeText, type Encoding } from "./encoding.ts"
import { type FileError, FileTooLarge, MAX_BYTES, NoRows, TooManyRows } from "./errors.ts"
import { type Line, readLines } from "./lines.ts"
import { readRow } from "./read-row.ts"

/** The rows of a CSV file. A row that cannot be used spoils no other. */
export interface CsvFile {
  readonly encoding: Encoding
  /** What was mended in the header. */
  readonly notes: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ImportRow>
  readonly refused: ReadonlyArray<RowError>
}

/** Refuses a file by its size alone, before anything of it is read. */
export const checkFileSize = (bytes: number): Result.Result<void, FileTooLarge> =>
  bytes > MAX_BYTES ? Result.fail(new FileTooLarge({ bytes, limit: MAX_BYTES })) : Result.succeed(undefined)

/**
 * Reads the CSV file of an import, in ANSI, UTF-8 or UTF-16, as capture scripts write it. Hashes are not looked at.
 *
 * Fails where the file as a whole cannot be taken: too large, no text, empty, wrong header, too many rows.
 */
export const readCsv = (bytes: Uint8Array): Result.Result<CsvFile, FileError> =>
  Result.flatMap(checkFileSize(bytes.length), () => Result.flatMap(decodeText(bytes), readCsvText))

/** Reads the CSV of an import whose text is known already. */
export const readCsvText = ({ encoding, text }: DecodedText): Result.Result<CsvFile, FileError> =>
  Result.gen(function* () {
    const lines = readLines(text, 1 + MAX_PARTNER_ROWS)
    const [first, ...rest] = lines.first
    if (first === undefined) return yield* Result.fail(new NoRows({ hasHeader: false }))
    const header = yield* readHeader(first)
    const rows = lines.count - 1
    if (rows === 0) return yield* Result.fail(new NoRows({ hasHeader: true }))
    const { maxRows } = header.shape
    if (rows > maxRows) return yield* Result.fail(new TooManyRows({ rows, limit: maxRows }))
    return { encoding, notes: header.notes, ...separate(rest.map((line) => readRow(line, header.shape))) }
  })

interface Header {
  readonly shape: FileShape
  readonly notes: ReadonlyArray<string>
}

/** One column more than any header has: enough to name the first one too many. */
const HEADER_CELLS = 7

const readHeader = ({ text }: Line): Result.Result<Header, WrongHeader> => {
  const names = text.split(",", HEADER_CELLS).map((cell) => trimCell(cell.trim(), cell))
  return Result.map(checkHeader(names.map(({ value }) => value)), (shape) => ({
    shape,
    notes: names.flatMap(({ note }) => note ?? []),
  }))
}

const separate = (
  results: ReadonlyArray<Result.Result<ImportRow, RowError>>,
): Pick<CsvFile, "rows" | "refused"> => ({
  rows: results.flatMap((result) => (Result.isSuccess(result) ? [result.success] : [])),
  refused: results.flatMap((result) => (Result.isFailure(result) ? [result.failure] : [])),
})
