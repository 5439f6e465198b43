import { Effect } from "effect"
import { ReadModels } from "#projections/runtime"
import type { PartHolder } from "#workflows/ports"
import { partTable } from "./projection.ts"

/** The live registrations of all tenants that parts belong to, by the digests of the parts. */
export const partHolders = Effect.fnUntraced(function* (digests: ReadonlyArray<string>) {
  const { all } = yield* ReadModels
  const sql =
    "SELECT * FROM hardware_parts WHERE digest IN (SELECT value FROM json_each(?)) ORDER BY deviceId, digest"
  const holders: ReadonlyArray<PartHolder> =
    digests.length === 0 ? [] : yield* all(partTable, sql, JSON.stringify(digests))
  return holders
})
