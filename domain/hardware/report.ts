import { Schema } from "effect"
import { HardwareRecord } from "./records/record.ts"

/**
 * What a hardware hash says, record by record in its own order. This is also its JSON form: nothing of the hash is
 * lost in it, so encoding it gives the same bytes. The length, the checksum and the padding follow from the records.
 */
export const HardwareReport = Schema.Struct({ records: Schema.Array(HardwareRecord) })
export type HardwareReport = typeof HardwareReport.Type
