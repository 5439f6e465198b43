import { Clock, Effect, Schema } from "effect"
import { timestampOf } from "#domain/kernel"
import { PartnerAct, PartnerKind } from "#domain/partner"
import { ReadModels, type Row } from "#projections/runtime"
import { actTable, authorizationTable } from "./tables.ts"

const Text = Schema.NullOr(Schema.String)

/** An authorization that a partner asked a tenant for, and what became of it. */
export const PartnerAuthorization = Schema.Struct({
  authorizationId: Schema.String,
  partnerId: Schema.String,
  partnerName: Schema.String,
  kind: PartnerKind,
  /** The indirect providers who may act through this reseller. */
  providers: Schema.Array(Schema.String),
  scope: Schema.Struct({
    acts: Schema.Array(PartnerAct),
    /** Null for devices of any group tag. */
    groupTags: Schema.NullOr(Schema.Array(Schema.String)),
  }),
  until: Schema.String,
  /** A grant whose time is over is `expired`; one that gave way to another is `replaced`. */
  status: Schema.Literals(["requested", "granted", "expired", "refused", "revoked", "replaced", "withdrawn"]),
  requestedAt: Schema.String,
  grantedAt: Text,
  endedAt: Text,
  answeredBy: Text,
  /** Null when the person was erased. */
  answeredByName: Text,
  reason: Text,
}).annotate({ identifier: "PartnerAuthorization" })
export type PartnerAuthorization = typeof PartnerAuthorization.Type

const decode = Schema.decodeUnknownSync(PartnerAuthorization)
const list = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Array(Schema.String)))

const authorizationOf =
  (now: string) =>
  ({ acts, groupTags, tenantId: _tenantId, ...row }: Row<typeof authorizationTable.columns>) =>
    decode({
      ...row,
      providers: list(row.providers),
      scope: { acts: list(acts), groupTags: groupTags === null ? null : list(groupTags) },
      status: row.status === "granted" && row.until <= now ? "expired" : row.status,
    })

/** The authorizations that partners asked a tenant for, the newest first. */
export const listAuthorizations = Effect.fnUntraced(function* (tenantId: string) {
  const { all } = yield* ReadModels
  const now = timestampOf(yield* Clock.currentTimeMillis)
  const sql =
    "SELECT * FROM partner_authorizations WHERE tenantId = ? ORDER BY requestedAt DESC, authorizationId"
  return (yield* all(authorizationTable, sql, tenantId)).map(authorizationOf(now))
})

/** One authorization of a tenant. */
export const partnerAuthorization = Effect.fnUntraced(function* (tenantId: string, authorizationId: string) {
  const { get } = yield* ReadModels
  const now = timestampOf(yield* Clock.currentTimeMillis)
  const sql = "SELECT * FROM partner_authorizations WHERE tenantId = ? AND authorizationId = ?"
  const row = yield* get(authorizationTable, sql, tenantId, authorizationId)
  return row === undefined ? undefined : authorizationOf(now)(row)
})

/** Something that a partner did in a tenant. */
export const PerformedAct = Schema.Struct({
  position: Schema.String,
  at: Schema.String,
  /** Who acted; an indirect provider acts by the grant of `holderId`. */
  partnerId: Schema.String,
  act: Schema.Literals(["requested", "sent a file", "registered", "deregistered"]),
  authorizationId: Text,
  holderId: Text,
  deviceId: Text,
  serialNumber: Text,
  groupTag: Text,
  importId: Text,
  line: Schema.NullOr(Schema.Int),
  reason: Text,
}).annotate({ identifier: "PerformedAct" })
export type PerformedAct = typeof PerformedAct.Type

const decodeAct = Schema.decodeUnknownSync(PerformedAct)

/**
 * What partners did in a tenant, the newest first.
 *
 * @param partnerId who acted, or whose grant it was; null for all partners
 */
export const partnerActs = Effect.fnUntraced(function* (
  tenantId: string,
  partnerId: string | null,
  top: number,
) {
  const { all } = yield* ReadModels
  const rows = yield* all(
    actTable,
    `SELECT * FROM partner_acts
     WHERE tenantId = ?1 AND (?2 IS NULL OR partnerId = ?2 OR holderId = ?2)
     ORDER BY position DESC LIMIT ?3`,
    tenantId,
    partnerId,
    top,
  )
  return rows.map(({ tenantId: _tenantId, ...row }) => decodeAct(row))
})
