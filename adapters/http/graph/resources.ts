import { Effect } from "effect"
import * as autopilot from "#projections/autopilot-devices"
import { countDeployments, listDeployments } from "#projections/autopilot-events"
import * as managed from "#projections/managed-devices"
import type { Route } from "../exchange/route.ts"
import { deviceProfiles } from "./device-profiles.ts"
import {
  deviceManagementAutopilotEvent,
  managedDevice,
  windowsAutopilotDeviceIdentity,
} from "./entity-types.ts"
import { VERSIONS } from "./properties.ts"
import { resourceRoutes } from "./resource.ts"

/** The collections of Graph that are served. */
export const collectionRoutes: ReadonlyArray<Route> = [
  ...resourceRoutes({
    segment: "windowsAutopilotDeviceIdentities",
    entity: windowsAutopilotDeviceIdentity,
    versions: VERSIONS,
    summary: "The Windows Autopilot devices of the tenant, in the order of their registration",
    alwaysCounted: false,
    list: (tenantId, page) =>
      Effect.map(autopilot.listAutopilotDevices(tenantId, page), (devices) =>
        devices.map(({ identity }) => identity),
      ),
    count: autopilot.countAutopilotDevices,
    find: (tenantId, id) => Effect.map(autopilot.autopilotDevice(tenantId, id), (device) => device?.identity),
    navigation: deviceProfiles,
  }),
  ...resourceRoutes({
    segment: "managedDevices",
    entity: managedDevice,
    versions: VERSIONS,
    summary: "The devices under management: registered, through the first setup, signed in to with a licence",
    alwaysCounted: true,
    list: (tenantId, page) =>
      Effect.map(managed.listManagedDevices(tenantId, page), (devices) =>
        devices.map(({ record }) => record),
      ),
    count: managed.countManagedDevices,
    find: (tenantId, id) => Effect.map(managed.managedDevice(tenantId, id), (device) => device?.record),
  }),
  ...resourceRoutes({
    segment: "autopilotEvents",
    entity: deviceManagementAutopilotEvent,
    versions: ["beta"],
    summary: "The deployments report: one entry an attempt, in the order they began",
    alwaysCounted: false,
    list: (tenantId, page) =>
      Effect.map(listDeployments(tenantId, page), (attempts) => attempts.map(({ event }) => event)),
    count: countDeployments,
    find: null,
  }),
]
