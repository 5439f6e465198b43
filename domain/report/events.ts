import { Schema } from "effect"
import { HardwareSummary } from "#domain/hardware"
import type { FactOf } from "#domain/kernel"

/** Every event of the streams of hardware that is known before it has an owner, by type. They belong to no tenant. */
export const reportEvents = {
  /** In a report's stream: a manufacturer delivered the hash of a machine that it built. */
  HardwareDelivered: Schema.Struct({
    hardware: HardwareSummary,
    /** The Computer Build Report that it came with, and its line there. */
    delivery: Schema.Struct({ deliveryId: Schema.String, line: Schema.Int }),
  }),
  /** In a look-up key's stream: the key leads to that report, once the report is there. */
  ReportListed: Schema.Struct({ reportId: Schema.String }),
}

/** An event of a report's or a look-up key's stream, before it has an envelope. */
export type ReportFact = FactOf<typeof reportEvents>
export type DeliveredFact = Extract<ReportFact, { readonly type: "HardwareDelivered" }>
export type ListedFact = Extract<ReportFact, { readonly type: "ReportListed" }>
