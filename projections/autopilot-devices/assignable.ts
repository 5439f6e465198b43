import { Effect } from "effect"
import type { MachineRef } from "#domain/profile"
import { ReadModels, type Row } from "#projections/runtime"
import type { AssignableDevice } from "#workflows/ports"
import { deviceTable } from "./table.ts"

type DeviceRow = Row<typeof deviceTable.columns>

const refOf = ({ profileDigest, profileId, profileName, profileVersion }: DeviceRow): MachineRef | null =>
  profileId === null || profileName === null || profileVersion === null || profileDigest === null
    ? null
    : { profileId, name: profileName, version: profileVersion, digest: profileDigest }

const assignableOf = (row: DeviceRow): AssignableDevice => ({
  deviceId: row.id,
  facts: {
    manufacturer: row.manufacturer,
    model: row.model,
    serialNumber: row.serialNumber,
    groupTag: row.groupTag ?? "",
    orderId: row.orderId ?? "",
    purchaseOrder: row.purchaseOrderIdentifier ?? "",
    systemFamily: row.systemFamily ?? "",
    skuNumber: row.skuNumber ?? "",
    tpmVersion: row.tpmVersion ?? "",
    name: row.displayName ?? "",
    userAssigned: row.userId !== null,
  },
  profile: refOf(row),
})

/** A tenant's live registrations as the assignment process weighs them, in the order of their ids. */
export const assignableDevices = Effect.fnUntraced(function* (
  tenantId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM autopilot_devices WHERE tenantId = ? AND id > ? ORDER BY id LIMIT ?"
  return (yield* all(deviceTable, sql, tenantId, after, limit)).map(assignableOf)
})
