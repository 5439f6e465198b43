import { Result, Schema } from "effect"
import { type HardwareSummary, type IdentityKey, identityKeys } from "#domain/hardware"
import type { Decider } from "#domain/kernel"
import type { DeliveredFact, ListedFact } from "./events.ts"

/** The state of one report: the hash of one capture, delivered once. */
export interface ReportState {
  readonly hardware: HardwareSummary | null
}

/** What may be asked of a report. */
export type Deliver = { readonly type: "Deliver" } & DeliveredFact["data"]

/** The rules of a report: what was delivered stays as it is, a repeat changes nothing. */
export const reportDecider: Decider<ReportState, Deliver, DeliveredFact> = {
  initial: { hardware: null },
  evolve: (_state, { data }) => ({ hardware: data.hardware }),
  decide: (state, { delivery, hardware }) =>
    Result.succeed(
      state.hardware === null ? [{ type: "HardwareDelivered", data: { hardware, delivery } }] : [],
    ),
}

/** The state of one look-up key: the reports that it leads to, in the order in which they were listed. */
export interface LookupState {
  readonly reportIds: ReadonlyArray<string>
}

/** What may be asked of a look-up key. */
export interface ListReport {
  readonly type: "List"
  readonly reportId: string
}

/** The rules of a look-up key: it leads to a report once. */
export const lookupDecider: Decider<LookupState, ListReport, ListedFact> = {
  initial: { reportIds: [] },
  evolve: (state, { data }) => ({ reportIds: [...state.reportIds, data.reportId] }),
  decide: (state, { reportId }) =>
    Result.succeed(state.reportIds.includes(reportId) ? [] : [{ type: "ReportListed", data: { reportId } }]),
}

/** What a box or an order says of a machine: its product key id, or manufacturer, model and serial number. */
export const LookupIdentifier = Schema.Union([
  Schema.Struct({ by: Schema.Literal("pkid"), productKeyId: Schema.String }),
  Schema.Struct({
    by: Schema.Literal("tuple"),
    manufacturer: Schema.String,
    model: Schema.String,
    serialNumber: Schema.String,
  }),
])
export type LookupIdentifier = typeof LookupIdentifier.Type

const UNSAID = {
  ekDigest: null,
  uuid: null,
  manufacturer: "",
  model: "",
  serialNumber: "",
  productKeyId: null,
}

/** The key that an identifier looks up; undefined where a value is missing or a placeholder. */
export const lookupKey = (identifier: LookupIdentifier): IdentityKey | undefined =>
  identityKeys({ ...UNSAID, ...identifier })[0]

/** The keys under which a report can be found: its product key id, and manufacturer with model and serial number. */
export const lookupKeys = (hardware: HardwareSummary): ReadonlyArray<IdentityKey> =>
  identityKeys({ ...hardware, ekDigest: null, uuid: null })
