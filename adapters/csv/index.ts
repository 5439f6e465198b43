export type { Encoding } from "./encoding.ts"
export { FileError, FileTooLarge, MAX_BYTES, NoRows, NotText, TooManyRows } from "./errors.ts"
export { type CsvFile, checkFileSize, readCsv } from "./read-csv.ts"
