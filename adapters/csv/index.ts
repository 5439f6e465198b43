export { type DecodedText, decodeText, type Encoding } from "./encoding.ts"
export { FileError, MAX_BYTES, TooManyRows } from "./errors.ts"
export { type CsvFile, checkFileSize, readCsv, readCsvText } from "./read-csv.ts"
