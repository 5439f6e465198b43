import { Effect } from "effect"
import { autopilotDevice, countAutopilotDevices, listAutopilotDevices } from "#projections/autopilot-devices"
import { countDeployments, listDeployments } from "#projections/autopilot-events"
import { countManagedDevices, listManagedDevices, managedDevice } from "#projections/managed-devices"
import { autopilotDeviceProperties } from "./autopilot-device-properties.ts"
import { autopilotEventProperties } from "./autopilot-event-properties.ts"
import { managedDeviceProperties } from "./managed-device-properties.ts"
import { VERSIONS } from "./properties.ts"
import type { Resource } from "./resource.ts"

const windowsAutopilotDeviceIdentities: Resource = {
  segment: "windowsAutopilotDeviceIdentities",
  entity: "windowsAutopilotDeviceIdentity",
  versions: VERSIONS,
  properties: autopilotDeviceProperties,
  summary: "The Windows Autopilot devices of the tenant, in the order of their registration",
  alwaysCounted: false,
  list: (tenantId, page) =>
    Effect.map(listAutopilotDevices(tenantId, page), (devices) => devices.map(({ identity }) => identity)),
  count: countAutopilotDevices,
  find: (tenantId, id) => Effect.map(autopilotDevice(tenantId, id), (device) => device?.identity),
}

const managedDevices: Resource = {
  segment: "managedDevices",
  entity: "managedDevice",
  versions: VERSIONS,
  properties: managedDeviceProperties,
  summary: "The devices under management: registered, through the first setup, signed in to with a licence",
  alwaysCounted: true,
  list: (tenantId, page) =>
    Effect.map(listManagedDevices(tenantId, page), (devices) => devices.map(({ record }) => record)),
  count: countManagedDevices,
  find: (tenantId, id) => Effect.map(managedDevice(tenantId, id), (device) => device?.record),
}

const autopilotEvents: Resource = {
  segment: "autopilotEvents",
  entity: "deviceManagementAutopilotEvent",
  versions: ["beta"],
  properties: autopilotEventProperties,
  summary: "The deployments report: one entry an attempt, in the order they began",
  alwaysCounted: false,
  list: (tenantId, page) =>
    Effect.map(listDeployments(tenantId, page), (attempts) => attempts.map(({ event }) => event)),
  count: countDeployments,
  find: null,
}

/** The collections of Graph that are served. */
export const RESOURCES: ReadonlyArray<Resource> = [
  windowsAutopilotDeviceIdentities,
  managedDevices,
  autopilotEvents,
]
