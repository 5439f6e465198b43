import { Schema } from "effect"
import { MAX_ROWS, WrongHeader } from "#domain/import"

/** Bytes that an import file may have: 500 rows need some two megabytes, or four in UTF-16. */
export const MAX_BYTES = 10 * 1024 * 1024

const size = (bytes: number): string => `${bytes} bytes (${(bytes / 1024 / 1024).toFixed(1)} MiB)`

/** The file is larger than any import file can be. */
export class FileTooLarge extends Schema.TaggedError<FileTooLarge>()("FileTooLarge", {
  bytes: Schema.Int,
  limit: Schema.Int,
}) {
  readonly remedy =
    `An import file has at most ${MAX_ROWS} rows. Check that this is the right file, or split it.`
  get what(): string {
    return `The file has ${size(this.bytes)}; at most ${size(this.limit)} are read.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The file is no text. */
export class NotText extends Schema.TaggedError<NotText>()("NotText", {
  /** `an Excel workbook`, `a PNG picture`, ... */
  looksLike: Schema.String,
  /** Where the first byte is that no text has, counted from 0; null where the file's beginning tells what it is. */
  offset: Schema.NullOr(Schema.Int),
}) {
  get what(): string {
    const where = this.offset === null ? "" : ` (byte ${this.offset} is no character)`
    return `The file is not a CSV text; it looks like ${this.looksLike}${where}.`
  }
  get remedy(): string {
    return this.looksLike.includes("Excel")
      ? "Take the CSV file that the capture script wrote; Excel changes hashes and serial numbers when it saves them."
      : "Take the CSV file that the capture script wrote: ANSI, UTF-8 or UTF-16 text."
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The file has nothing in it, or a header only. */
export class NoRows extends Schema.TaggedError<NoRows>()("NoRows", { hasHeader: Schema.Boolean }) {
  readonly remedy = "Put one line per device below the header, or check that this is the right file."
  get what(): string {
    return this.hasHeader ? "The file has a header and no rows." : "The file is empty."
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The file has more rows than one import takes. */
export class TooManyRows extends Schema.TaggedError<TooManyRows>()("TooManyRows", {
  rows: Schema.Int,
  limit: Schema.Int,
}) {
  get what(): string {
    return `The file has ${this.rows} rows; one import takes ${this.limit}.`
  }
  get remedy(): string {
    return `Split it into ${Math.ceil(this.rows / this.limit)} files, each with the header, and import one after the other.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** Why a file was not taken at all. */
export const FileError = Schema.Union([FileTooLarge, NotText, NoRows, TooManyRows, WrongHeader])
export type FileError = typeof FileError.Type
