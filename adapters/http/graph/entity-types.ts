import type { AutopilotDeviceIdentity } from "#projections/autopilot-devices"
import type { AutopilotEvent } from "#projections/autopilot-events"
import type { ManagedDeviceRecord } from "#projections/managed-devices"
import { autopilotDeviceProperties } from "./autopilot-device-properties.ts"
import { autopilotEventProperties } from "./autopilot-event-properties.ts"
import { managedDeviceProperties } from "./managed-device-properties.ts"
import type { EntityType } from "./properties.ts"

export const windowsAutopilotDeviceIdentity: EntityType<AutopilotDeviceIdentity> = {
  name: "windowsAutopilotDeviceIdentity",
  properties: autopilotDeviceProperties,
  known: (identity) => identity,
}

/** Beta has some of its properties under two names. */
export const managedDevice: EntityType<ManagedDeviceRecord> = {
  name: "managedDevice",
  properties: managedDeviceProperties,
  known: (record) => ({
    ...record,
    ownerType: record.managedDeviceOwnerType,
    aadRegistered: record.azureADRegistered,
    enrolledByUserPrincipalName: record.userPrincipalName,
  }),
}

export const deviceManagementAutopilotEvent: EntityType<AutopilotEvent> = {
  name: "deviceManagementAutopilotEvent",
  properties: autopilotEventProperties,
  known: (event) => event,
}
