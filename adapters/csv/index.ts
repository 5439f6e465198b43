export { FileError, MAX_BYTES } from "./errors.ts"
export { type CsvFile, checkFileSize, readCsv } from "./read-csv.ts"
