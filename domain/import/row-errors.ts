import { Schema } from "effect"
import { type RegistrationCodeName, registrationCode } from "#domain/codes"
import { HashError } from "#domain/hardware"
import { Refusal } from "#domain/kernel"
import type { RejectedRow } from "./events.ts"

const place = { line: Schema.Int, serialNumber: Schema.NullOr(Schema.String) }

/** The row is not built as the header says. */
export class RowMalformed extends Schema.TaggedError<RowMalformed>()("RowMalformed", {
  ...place,
  problem: Schema.Literals(["quotation marks", "too many columns", "too few columns"]),
  columns: Schema.Int,
  expected: Schema.Int,
}) {
  readonly autopilot = "InvalidZtdRequestBody"
  get what(): string {
    return this.problem === "quotation marks"
      ? "The row has quotation marks; an import file has none."
      : `The row has ${this.columns} column${this.columns === 1 ? "" : "s"}; the header has ${this.expected}.`
  }
  get remedy(): string {
    return this.problem === "quotation marks"
      ? "Write the values without quotation marks; values cannot contain commas."
      : `Write ${this.expected} columns with ${this.expected - 1} commas between them; values cannot contain commas.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** A cell is longer than any value of its column can be. */
export class CellTooLong extends Schema.TaggedError<CellTooLong>()("CellTooLong", {
  ...place,
  column: Schema.String,
  length: Schema.Int,
  limit: Schema.Int,
}) {
  readonly autopilot = "InvalidZtdRequestBody"
  readonly remedy = "Correct the value: it may have been joined with another one."
  get what(): string {
    return `The column "${this.column}" has ${this.length} characters; at most ${this.limit} are taken.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** A cell carries what Excel makes of long numbers and of texts that it takes for formulas. */
export class SpoiltByExcel extends Schema.TaggedError<SpoiltByExcel>()("SpoiltByExcel", {
  ...place,
  column: Schema.String,
  found: Schema.String,
}) {
  readonly autopilot = "InvalidZtdRequestBody"
  readonly remedy = "Take the file as the capture script wrote it, and edit it with a text editor only."
  get what(): string {
    return `The column "${this.column}" is ${JSON.stringify(this.found)}: Excel has changed the value.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The row has no serial number. */
export class SerialNumberMissing extends Schema.TaggedError<SerialNumberMissing>()(
  "SerialNumberMissing",
  place,
) {
  readonly autopilot = "MissingZtdSerialNumberAndProductKey"
  readonly what = 'The column "Device Serial Number" is empty.'
  readonly remedy = "Write the device's serial number into the first column and import the row again."
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** What the row says and what its hash says are of different devices. */
export class RowContradictsHash extends Schema.TaggedError<RowContradictsHash>()("RowContradictsHash", {
  ...place,
  column: Schema.Literals(["Device Serial Number", "Windows Product ID"]),
  found: Schema.String,
  inHash: Schema.String,
}) {
  readonly autopilot = "InvalidZtdHardwareHash"
  get what(): string {
    return `The column "${this.column}" is ${JSON.stringify(this.found)}, but the hardware hash says ${JSON.stringify(this.inHash)}.`
  }
  get remedy(): string {
    return this.inHash.replace(/^0+/, "") === this.found
      ? "Write the leading zeros, which Excel drops, into the column again."
      : "Take serial number and hash from the same device."
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The row's hash cannot be used. */
export class HashRefused extends Schema.TaggedError<HashRefused>()("HashRefused", {
  ...place,
  cause: HashError,
}) {
  get autopilot(): RegistrationCodeName {
    return this.cause.autopilot
  }
  get what(): string {
    return this.cause.what
  }
  get remedy(): string {
    return this.cause.remedy
  }
  override get message(): string {
    return this.cause.message
  }
}

/** The row has no hash, and nothing that its device could be looked up by. */
export class IdentifierUnusable extends Schema.TaggedError<IdentifierUnusable>()("IdentifierUnusable", {
  ...place,
  cause: Refusal,
}) {
  readonly autopilot = "MissingZtdSerialNumberAndProductKey"
  get what(): string {
    return this.cause.what
  }
  get remedy(): string {
    return this.cause.remedy
  }
  override get message(): string {
    return this.cause.message
  }
}

/** An earlier row of the file is of the same device. */
export class RowDuplicated extends Schema.TaggedError<RowDuplicated>()("RowDuplicated", {
  ...place,
  firstLine: Schema.Int,
  /** What both rows have in common. */
  common: Schema.String,
}) {
  readonly autopilot = "ZtdDeviceDuplicated"
  readonly remedy = registrationCode("ZtdDeviceDuplicated").cure
  get what(): string {
    return `Line ${this.firstLine} of the file is of the same device already: both have the same ${this.common}.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** Why a row was not taken. */
export const RowError = Schema.Union([
  RowMalformed,
  CellTooLong,
  SpoiltByExcel,
  SerialNumberMissing,
  RowContradictsHash,
  HashRefused,
  IdentifierUnusable,
  RowDuplicated,
])
export type RowError = typeof RowError.Type

/** The refusal of a row as it is recorded. */
export const rejectedRow = (error: RowError): RejectedRow => ({
  line: error.line,
  serialNumber: error.serialNumber,
  code: registrationCode(error.autopilot).code,
  name: error.autopilot,
  reason: error.what,
  remedy: error.remedy,
})
