import { Effect, Schema } from "effect"
import {
  type CheckedRow,
  checkRows,
  type ImportRow,
  RejectedRow,
  type RowError,
  rejectedRow,
} from "#domain/import"
import { type DeliveringCaller, type DeliveryResult, deliverHardware } from "./deliver-hardware.ts"
import { refusedRow } from "./refused-row.ts"

/** What came of one row of a Computer Build Report. */
export const DeliveredRow = Schema.Union([
  Schema.Struct({
    delivered: Schema.Literal(true),
    line: Schema.Int,
    serialNumber: Schema.String,
    reportId: Schema.String,
    /** The same capture had been delivered before; nothing changed. */
    knownBefore: Schema.Boolean,
  }),
  Schema.Struct({ delivered: Schema.Literal(false), ...RejectedRow.fields }),
])
export type DeliveredRow = typeof DeliveredRow.Type

type Hashed = Extract<CheckedRow, { readonly hardware: unknown }>

const isHashed = (row: CheckedRow): row is Hashed => "hardware" in row

const notTaken = (rejected: RejectedRow): DeliveredRow => ({ delivered: false, ...rejected })

const withoutHash = ({ row: { line, serialNumber } }: CheckedRow): DeliveredRow =>
  notTaken({
    line,
    serialNumber,
    code: "802",
    name: "InvalidZtdHardwareHash",
    reason: "The row has no hardware hash, and only a hash makes a machine known.",
    remedy: "Write the hash that was captured in the factory into the row.",
  })

const told =
  (serials: ReadonlyMap<number, string>) =>
  (result: DeliveryResult): DeliveredRow => {
    const serialNumber = serials.get(result.line) ?? ""
    if (!result.delivered) return notTaken(refusedRow({ line: result.line, serialNumber }, result.refusal))
    return { ...result, serialNumber }
  }

/** A Computer Build Report as the reader of files gives it. */
export interface BuildReport {
  readonly deliveryId: string
  readonly rows: ReadonlyArray<ImportRow>
  /** Rows that could not even be read. */
  readonly refused: ReadonlyArray<RowError>
}

/**
 * Delivers the machines of a file; what came of each row, in the order of the file. A row that cannot be used spoils no
 * other.
 *
 * Refuses whoever is no manufacturer.
 */
export const deliverFile = Effect.fn("deliverFile")(function* (file: BuildReport, caller: DeliveringCaller) {
  const { deliveryId } = file
  // A manufacturer's row need not repeat the serial number that its hash says.
  const checked = checkRows(file.rows.map((row) => ({ ...row, serialNumberOptional: true })))
  const hashed = checked.usable.filter(isHashed)
  const machines = hashed.map(({ hardware, row }) => ({ line: row.line, hardware }))
  const results = yield* deliverHardware({ deliveryId, machines }, caller)
  const serials = new Map(hashed.map(({ hardware, row }) => [row.line, hardware.serialNumber]))
  return [
    ...results.map(told(serials)),
    ...checked.usable.filter((row) => !isHashed(row)).map(withoutHash),
    ...[...file.refused, ...checked.refused].map((error) => notTaken(rejectedRow(error))),
  ].toSorted((a, b) => a.line - b.line)
})
