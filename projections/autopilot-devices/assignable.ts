import { Effect } from "effect"
import type { MachineRef } from "#domain/profile"
import { ReadModels, type Row, shape } from "#projections/runtime"
import type { AssignableDevice } from "#workflows/ports"
import { deviceTable } from "./table.ts"

/** A row of a device, with the ids of its groups, and of its user's, in one text. */
const deviceRow = shape({ ...deviceTable.columns, groups: "text?", userGroups: "text?" })
type DeviceRow = Row<typeof deviceRow.columns>

const refOf = ({ profileDigest, profileId, profileName, profileVersion }: DeviceRow): MachineRef | null =>
  profileId === null || profileName === null || profileVersion === null || profileDigest === null
    ? null
    : { profileId, name: profileName, version: profileVersion, digest: profileDigest }

const idsIn = (text: string | null): ReadonlyArray<string> => (text === null ? [] : text.split(" "))

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
    groups: idsIn(row.groups),
  },
  userGroups: row.userId === null ? null : idsIn(row.userGroups),
  profile: refOf(row),
})

/** A tenant's live registrations as the assignment process weighs them, in the order of their ids. */
export const assignableDevices = Effect.fnUntraced(function* (
  tenantId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
) {
  const { all } = yield* ReadModels
  const sql = `SELECT d.*, (SELECT group_concat(m.groupId, ' ') FROM group_members m
                 WHERE m.memberKind = 'device' AND m.memberId = d.id) AS groups,
                 (SELECT group_concat(m.groupId, ' ') FROM group_members m
                 WHERE m.tenantId = d.tenantId AND m.memberId = d.userId) AS userGroups
               FROM autopilot_devices d WHERE d.tenantId = ? AND d.id > ? ORDER BY d.id LIMIT ?`
  return (yield* all(deviceRow, sql, tenantId, after, limit)).map(assignableOf)
})
