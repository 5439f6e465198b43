import { Effect } from "effect"
import { ReadModels, shape } from "#projections/runtime"
import { claimCheckTable } from "./projection.ts"

/** The claim checks of a tenant, the newest first. */
export const listClaimChecks = Effect.fnUntraced(function* (tenantId: string, top: number) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM claim_checks WHERE tenantId = ? ORDER BY position DESC LIMIT ?"
  const rows = yield* all(claimCheckTable, sql, tenantId, top)
  return rows.map(({ claimable, tenantId: _tenantId, ...row }) => ({ ...row, claimable: claimable === 1 }))
})

const countRow = shape({ count: "integer" })

/** How many claim checks a tenant made since a moment. */
export const countClaimChecks = Effect.fnUntraced(function* (tenantId: string, since: string) {
  const { get } = yield* ReadModels
  const sql = "SELECT count(*) AS count FROM claim_checks WHERE tenantId = ? AND at > ?"
  return (yield* get(countRow, sql, tenantId, since))?.count ?? 0
})
