import { Effect } from "effect"
import { ReadModels, shape } from "#projections/runtime"
import type { PartHolder } from "#workflows/ports"

const holder = shape({ digest: "text", deviceId: "text", tenantId: "text", serialNumber: "text" })

/** The live registrations of all tenants that parts belong to, by the digests of the parts. */
export const partHolders = Effect.fnUntraced(function* (digests: ReadonlyArray<string>) {
  const { all } = yield* ReadModels
  const sql = `
    SELECT digest, deviceId, tenantId, serialNumber
    FROM hardware_parts JOIN hardware_part_owners USING (deviceId)
    WHERE digest IN (SELECT value FROM json_each(?)) ORDER BY deviceId, digest`
  const holders: ReadonlyArray<PartHolder> =
    digests.length === 0 ? [] : yield* all(holder, sql, JSON.stringify(digests))
  return holders
})
