import { Schema } from "effect"
import type { FactOf } from "#domain/kernel"

const Text = Schema.NullOr(Schema.String)

/** A row that was not taken: its line in the file, the code of the service where it has one, and what to do. */
export const RejectedRow = Schema.Struct({
  line: Schema.Int,
  serialNumber: Text,
  /** The code of Windows Autopilot: `806`, or null where it gives none. */
  code: Text,
  /** `ZtdDeviceAlreadyAssigned`, `InvalidZtdHardwareHash`, ... */
  name: Schema.String,
  reason: Schema.String,
  remedy: Schema.String,
})
export type RejectedRow = typeof RejectedRow.Type

/** A row that became a device. */
export const AcceptedRow = Schema.Struct({
  line: Schema.Int,
  serialNumber: Schema.String,
  deviceId: Schema.String,
  /** What was repaired on the way: `padding`, `trailing spaces`, ... */
  notes: Schema.Array(Schema.String),
})
export type AcceptedRow = typeof AcceptedRow.Type

/** Every event of an import stream, by type. */
export const importEvents = {
  /** A file was taken. Its rows follow in `ImportRowsStored`, before the import is acknowledged. */
  ImportSubmitted: Schema.Struct({
    importId: Schema.String,
    /** How many rows wait to be registered. */
    rows: Schema.Int,
    encoding: Schema.String,
  }),
  /** A part of the rows, sealed under the import's own key, which is destroyed when the import is complete. */
  ImportRowsStored: Schema.Struct({ lines: Schema.Array(Schema.Int) }),
  RowAccepted: AcceptedRow,
  RowRejected: RejectedRow,
  ImportCompleted: Schema.Struct({ accepted: Schema.Int, rejected: Schema.Int }),
}

/** An event of an import stream, before it has an envelope. */
export type ImportFact = FactOf<typeof importEvents>
