import { Effect } from "effect"
import { serialKeyOf } from "#domain/hardware"
import { graphDate, type Page, ReadModels, type Row, shape } from "#projections/runtime"
import { deviceTable } from "./table.ts"

type DeviceRow = Row<typeof deviceTable.columns>

const identityOf = (row: DeviceRow) => ({
  id: row.id,
  deploymentProfileAssignmentStatus: row.deploymentProfileAssignmentStatus,
  deploymentProfileAssignmentDetailedStatus: row.deploymentProfileAssignmentDetailedStatus,
  deploymentProfileAssignedDateTime: graphDate(row.deploymentProfileAssignedDateTime),
  groupTag: row.groupTag,
  purchaseOrderIdentifier: row.purchaseOrderIdentifier,
  serialNumber: row.serialNumber,
  productKey: row.productKey,
  manufacturer: row.manufacturer,
  model: row.model,
  enrollmentState: row.enrollmentState,
  lastContactedDateTime: graphDate(row.lastContactedDateTime),
  addressableUserName: row.addressableUserName,
  userPrincipalName: row.userPrincipalName,
  resourceName: null,
  skuNumber: row.skuNumber,
  systemFamily: row.systemFamily,
  azureActiveDirectoryDeviceId: row.azureActiveDirectoryDeviceId,
  azureAdDeviceId: row.azureActiveDirectoryDeviceId,
  managedDeviceId: row.managedDeviceId,
  displayName: row.displayName,
  remediationState: row.remediationState,
  remediationStateLastModifiedDateTime: graphDate(row.remediationStateLastModifiedDateTime),
  userlessEnrollmentStatus: row.userlessEnrollmentStatus,
})

/**
 * A Windows Autopilot device in Graph's shape; dates that are not set are `0001-01-01T00:00:00Z`.
 * Source: Microsoft Graph, windowsAutopilotDeviceIdentity (beta; v1.0 has a part of the properties).
 */
export type AutopilotDeviceIdentity = ReturnType<typeof identityOf>

/** What Flightlog knows of a device beside Graph's properties. */
export interface AutopilotDevice {
  readonly identity: AutopilotDeviceIdentity
  readonly tenantId: string
  readonly registeredAt: string
  readonly orderId: string | null
  /** Subject id of the assigned user. */
  readonly userId: string | null
  /** The profile that it is to get. */
  readonly profile: { readonly id: string; readonly name: string; readonly version: number } | null
  /** The profile that it was given last. */
  readonly delivered: { readonly id: string; readonly name: string; readonly version: number } | null
}

const profileOf = (id: string | null, name: string | null, version: number | null) =>
  id === null || name === null || version === null ? null : { id, name, version }

const deviceOf = (row: DeviceRow): AutopilotDevice => ({
  identity: identityOf(row),
  tenantId: row.tenantId,
  registeredAt: row.registeredAt,
  orderId: row.orderId,
  userId: row.userId,
  profile: profileOf(row.profileId, row.profileName, row.profileVersion),
  delivered: profileOf(row.deliveredProfileId, row.deliveredProfileName, row.deliveredProfileVersion),
})

/** A page of a tenant's Windows Autopilot devices, in the order of their registration. */
export const listAutopilotDevices = Effect.fnUntraced(function* (tenantId: string, { skip, top }: Page) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM autopilot_devices WHERE tenantId = ? ORDER BY listed LIMIT ? OFFSET ?"
  return (yield* all(deviceTable, sql, tenantId, top, skip)).map(deviceOf)
})

const countRow = shape({ count: "integer" })

/** How many Windows Autopilot devices a tenant has. */
export const countAutopilotDevices = Effect.fnUntraced(function* (tenantId: string) {
  const { get } = yield* ReadModels
  const sql = "SELECT count(*) AS count FROM autopilot_devices WHERE tenantId = ?"
  return (yield* get(countRow, sql, tenantId))?.count ?? 0
})

/** One Windows Autopilot device of a tenant. */
export const autopilotDevice = Effect.fnUntraced(function* (tenantId: string, id: string) {
  const { get } = yield* ReadModels
  const sql = "SELECT * FROM autopilot_devices WHERE id = ? AND tenantId = ?"
  const row = yield* get(deviceTable, sql, id, tenantId)
  return row === undefined ? undefined : deviceOf(row)
})

/** One Windows Autopilot device of a tenant, by its own id or by that of its directory object. */
export const autopilotDeviceOf = Effect.fnUntraced(function* (tenantId: string, id: string) {
  const { get } = yield* ReadModels
  const sql =
    "SELECT * FROM autopilot_devices WHERE tenantId = ?1 AND (id = ?2 OR azureActiveDirectoryDeviceId = ?2)"
  const row = yield* get(deviceTable, sql, tenantId, id)
  return row === undefined ? undefined : deviceOf(row)
})

/** The Windows Autopilot devices of a tenant with a serial number, capitals or not. */
export const autopilotDevicesBySerial = Effect.fnUntraced(function* (tenantId: string, serialNumber: string) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM autopilot_devices WHERE tenantId = ? AND serialKey = ? ORDER BY listed"
  return (yield* all(deviceTable, sql, tenantId, serialKeyOf(serialNumber))).map(deviceOf)
})
