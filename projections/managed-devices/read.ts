import { Effect } from "effect"
import { NO_DATE, type Page, ReadModels, type Row, shape } from "#projections/runtime"
import { managedTable } from "./tables.ts"

type ManagedRow = Row<typeof managedTable.columns>

const recordOf = (row: ManagedRow) => ({
  id: row.id,
  userId: row.userId,
  deviceName: row.deviceName,
  managedDeviceOwnerType: row.managedDeviceOwnerType,
  enrolledDateTime: row.enrolledDateTime,
  lastSyncDateTime: row.lastSyncDateTime,
  operatingSystem: "Windows",
  complianceState: "unknown",
  jailBroken: "Unknown",
  managementAgent: "mdm",
  osVersion: row.osVersion,
  easActivated: false,
  easActivationDateTime: NO_DATE,
  azureADRegistered: true,
  azureADDeviceId: row.azureADDeviceId,
  azureActiveDirectoryDeviceId: row.azureADDeviceId,
  deviceEnrollmentType: row.deviceEnrollmentType,
  deviceRegistrationState: "registered",
  deviceCategoryDisplayName: null,
  isSupervised: false,
  isEncrypted: false,
  emailAddress: row.userPrincipalName,
  userPrincipalName: row.userPrincipalName,
  userDisplayName: row.userDisplayName,
  model: row.model,
  manufacturer: row.manufacturer,
  serialNumber: row.serialNumber,
  managedDeviceName: row.deviceName,
  managementState: "managed",
  enrollmentProfileName: row.enrollmentProfileName,
  ethernetMacAddress: row.ethernetMacAddress,
  wiFiMacAddress: row.wiFiMacAddress,
  physicalMemoryInBytes: row.physicalMemoryInBytes,
  joinType: row.joinType,
  autopilotEnrolled: row.autopilotEnrolled === 1,
})

/** A device under management in Graph's shape. Source: Microsoft Graph, managedDevice (beta), the Windows part. */
export type ManagedDeviceRecord = ReturnType<typeof recordOf>

/** What Flightlog knows of a managed device beside Graph's properties. */
export interface ManagedDevice {
  readonly record: ManagedDeviceRecord
  readonly tenantId: string
  /** The stream that its enrolment is in: of the registered device, or of an enrolment without registration. */
  readonly enrolledAs: { readonly kind: "device" | "enrolment"; readonly id: string }
  /** The id of its registration as a Windows Autopilot device; null without one. */
  readonly autopilotDeviceId: string | null
  /** The deployment attempt that it enrolled in. */
  readonly attempt: number
  /** How its Enrollment Status Page ended, in the words of Graph's windowsAutopilotDeploymentState. */
  readonly enrollmentStatusPageState: string
}

const managedOf = (row: ManagedRow): ManagedDevice => ({
  record: recordOf(row),
  tenantId: row.tenantId,
  enrolledAs: { kind: row.autopilotEnrolled === 1 ? "device" : "enrolment", id: row.deviceId },
  autopilotDeviceId: row.autopilotDeviceId,
  attempt: row.attempt,
  enrollmentStatusPageState: row.enrollmentStatusPageState,
})

/** A page of a tenant's managed devices, in the order of their enrolment. */
export const listManagedDevices = Effect.fnUntraced(function* (tenantId: string, { skip, top }: Page) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM managed_devices WHERE tenantId = ? ORDER BY listed LIMIT ? OFFSET ?"
  return (yield* all(managedTable, sql, tenantId, top, skip)).map(managedOf)
})

const countRow = shape({ count: "integer" })

/** How many managed devices a tenant has. */
export const countManagedDevices = Effect.fnUntraced(function* (tenantId: string) {
  const { get } = yield* ReadModels
  const sql = "SELECT count(*) AS count FROM managed_devices WHERE tenantId = ?"
  return (yield* get(countRow, sql, tenantId))?.count ?? 0
})

/** How many managed devices a person has in a tenant, the one with an Autopilot device id left aside. */
export const countDevicesOf = Effect.fnUntraced(function* (tenantId: string, userId: string, except: string) {
  const { get } = yield* ReadModels
  const sql =
    "SELECT count(*) AS count FROM managed_devices WHERE tenantId = ? AND userId = ? AND deviceId <> ?"
  return (yield* get(countRow, sql, tenantId, userId, except))?.count ?? 0
})

/** One managed device of a tenant, by its own id. */
export const managedDevice = Effect.fnUntraced(function* (tenantId: string, id: string) {
  const { get } = yield* ReadModels
  const sql = "SELECT * FROM managed_devices WHERE id = ? AND tenantId = ?"
  const row = yield* get(managedTable, sql, id, tenantId)
  return row === undefined ? undefined : managedOf(row)
})
