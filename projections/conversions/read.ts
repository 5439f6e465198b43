import { Effect, Schema } from "effect"
import { Ownership } from "#domain/enrolment"
import { type Page, ReadModels, type Row } from "#projections/runtime"
import { conversionTable } from "./projection.ts"

const Text = Schema.NullOr(Schema.String)

/** A device that enrolled without being registered, and how far its conversion came. */
export const Conversion = Schema.Struct({
  enrolmentId: Schema.String,
  managedDeviceId: Schema.String,
  deviceName: Schema.String,
  ownership: Ownership,
  manufacturer: Schema.String,
  model: Schema.String,
  serialNumber: Schema.String,
  /** `enrolled`: no profile that converts is for it; `asked`: its hash is waited for; `reported`: it is being registered. */
  state: Schema.Literals([
    "enrolled",
    "asked",
    "skipped",
    "withdrawn",
    "overdue",
    "reported",
    "registered",
    "refused",
  ]),
  since: Schema.String,
  until: Text,
  /** The profile that converts it. */
  profile: Text,
  profileVersion: Schema.NullOr(Schema.Int),
  reason: Text,
  /** The registration that it became. */
  deviceId: Text,
}).annotate({ identifier: "Conversion" })
export type Conversion = typeof Conversion.Type

const decode = Schema.decodeUnknownSync(Conversion)

const conversionOf = ({ tenantId: _tenantId, ...row }: Row<typeof conversionTable.columns>): Conversion =>
  decode(row)

/** A page of a tenant's devices that enrolled without being registered, by name. */
export const listConversions = Effect.fnUntraced(function* (tenantId: string, { skip, top }: Page) {
  const { all } = yield* ReadModels
  const sql =
    "SELECT * FROM conversions WHERE tenantId = ? AND state <> 'ended' ORDER BY lower(deviceName), enrolmentId LIMIT ? OFFSET ?"
  return (yield* all(conversionTable, sql, tenantId, top, skip)).map(conversionOf)
})

/** What the process that converts devices weighs. */
export const convertibleDevices = Effect.fnUntraced(function* (
  tenantId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
) {
  const { all } = yield* ReadModels
  const rows = yield* all(
    conversionTable,
    `SELECT * FROM conversions WHERE tenantId = ? AND enrolmentId > ? AND state NOT IN ('registered', 'ended')
     ORDER BY enrolmentId LIMIT ?`,
    tenantId,
    after,
    limit,
  )
  return rows.map(({ enrolmentId, manufacturer, model, serialNumber, state }) => ({
    enrolmentId,
    manufacturer,
    model,
    serialNumber,
    isAsked: state === "asked",
  }))
})
