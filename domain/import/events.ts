import { Schema } from "effect"
import { HardwareSummary } from "#domain/hardware"
import type { FactOf } from "#domain/kernel"
import { LookupIdentifier } from "#domain/report"

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

const aboutRow = {
  line: Schema.Int,
  productKey: Text,
  groupTag: Text,
  /** Subject id of the assigned user; the name is sealed beside the event. */
  assignedUser: Text,
  notes: Schema.Array(Schema.String),
}

/**
 * A row that waits to be registered: what its hash said, never the hash itself; or what a partner looks the machine up
 * by.
 */
export const StoredRow = Schema.Union([
  Schema.Struct({ ...aboutRow, hardware: HardwareSummary }),
  Schema.Struct({ ...aboutRow, lookup: LookupIdentifier }),
])
export type StoredRow = typeof StoredRow.Type

/** Every event of an import stream, by type. */
export const importEvents = {
  /** A part of the rows that can be registered; all parts come before `ImportSubmitted`. */
  ImportRowsStored: Schema.Struct({ part: Schema.Int, rows: Schema.Array(StoredRow) }),
  /** The file is taken as a whole, with the rows that could not be used by themselves. */
  ImportSubmitted: Schema.Struct({
    importId: Schema.String,
    /** How many rows wait to be registered. */
    rows: Schema.Int,
    refused: Schema.Array(RejectedRow),
    /** The reseller through whom an indirect provider sent the file. */
    through: Schema.optionalKey(Schema.String),
  }),
  RowAccepted: AcceptedRow,
  RowRejected: RejectedRow,
  ImportCompleted: Schema.Struct({ accepted: Schema.Int, rejected: Schema.Int }),
}

/** An event of an import stream, before it has an envelope. */
export type ImportFact = FactOf<typeof importEvents>
