import { Result } from "effect"
import { checkFileSize, type DecodedText, decodeText, type Encoding, readCsvText } from "#adapters/csv"
import type { ImportRow, RowError } from "#domain/import"
import type { DeviceFileError } from "./errors.ts"
import { isHashText, readHashText } from "./hash-text.ts"
import { readOa3Report } from "./oa3-report.ts"

/** What kind of file it was recognised as. */
type DeviceFileKind = "csv" | "oa3-report" | "hash-text"

/** The rows of a file of devices, whatever it is written in. A row that cannot be used spoils no other. */
export interface DeviceFile {
  readonly kind: DeviceFileKind
  readonly encoding: Encoding
  /** What was mended in the file as a whole. */
  readonly notes: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ImportRow>
  readonly refused: ReadonlyArray<RowError>
}

const without = (kind: DeviceFileKind, encoding: Encoding) => (rows: ReadonlyArray<ImportRow>) => ({
  kind,
  encoding,
  notes: [],
  rows,
  refused: [],
})

const readText = (decoded: DecodedText): Result.Result<DeviceFile, DeviceFileError> => {
  const { encoding, text } = decoded
  const start = text.trimStart()
  if (start.startsWith("<")) return Result.map(readOa3Report(text), without("oa3-report", encoding))
  if (isHashText(start)) return Result.map(readHashText(text), without("hash-text", encoding))
  return Result.map(readCsvText(decoded), (file) => ({ kind: "csv", ...file }))
}

/**
 * Reads a file of devices, recognised by what is in it: the CSV of the capture script or of a partner, the XML report
 * of the OA3 tool, or the text of a hash alone; in ANSI, UTF-8 or UTF-16.
 *
 * Fails where the file as a whole cannot be taken.
 */
export const readDeviceFile = (bytes: Uint8Array): Result.Result<DeviceFile, DeviceFileError> =>
  Result.flatMap(checkFileSize(bytes.length), () => Result.flatMap(decodeText(bytes), readText))
