import { Effect } from "effect"
import { Command } from "effect/cli"
import { type AutopilotDevice, listAutopilotDevices } from "#projections/autopilot-devices"
import { type DeploymentAttempt, listDeployments } from "#projections/autopilot-events"
import { listManagedDevices, type ManagedDevice } from "#projections/managed-devices"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { deploymentColumns, deviceColumns, managedColumns } from "../print/lists.ts"
import { table } from "../print/table.ts"
import { onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

/** A command line prints whole lists. */
const ALL = { top: Number.MAX_SAFE_INTEGER, skip: 0 } as const

/** A device for programs: Graph's properties, then Flightlog's own. */
const deviceJson = ({ delivered, identity, orderId, profile, registeredAt }: AutopilotDevice) => ({
  ...identity,
  registeredDateTime: registeredAt,
  orderId,
  profile,
  deliveredProfile: delivered,
})

const managedJson = ({ attempt, autopilotDeviceId, enrollmentStatusPageState, record }: ManagedDevice) => ({
  ...record,
  autopilotDeviceId,
  attempt,
  enrollmentStatusPageState,
})

const deploymentJson = ({ event, tenantId: _tenantId, ...own }: DeploymentAttempt) => ({ ...event, ...own })

/** `flightlog devices` */
export const devices = Command.make(
  "devices",
  { json: jsonFlag },
  Effect.fn("devices")(function* ({ json }) {
    const all = yield* listAutopilotDevices((yield* theTenant).id, ALL)
    if (json) return yield* resultJson(all.map(deviceJson))
    if (all.length === 0) return yield* note("No device is registered: flightlog import FILE")
    yield* result(table(all, deviceColumns, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Lists the Windows Autopilot devices: every registered device with the profile it is to get, whether or not it was ever switched on.",
  ),
  Command.withShortDescription("List the Windows Autopilot devices"),
  Command.withExamples([
    { command: "flightlog devices" },
    { command: "flightlog devices --json", description: "With Microsoft Graph's property names" },
  ]),
)

/** `flightlog managed` */
export const managed = Command.make(
  "managed",
  { json: jsonFlag },
  Effect.fn("managed")(function* ({ json }) {
    const all = yield* listManagedDevices((yield* theTenant).id, ALL)
    if (json) return yield* resultJson(all.map(managedJson))
    if (all.length === 0)
      return yield* note(
        "No device has enrolled yet: a licensed user has to sign in to a registered device first.",
      )
    yield* result(table(all, managedColumns, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Lists the Intune devices: a registered device enters this list only when it went through setup and a licensed user signed in.",
  ),
  Command.withShortDescription("List the Intune devices"),
)

/** `flightlog deployments` */
export const deployments = Command.make(
  "deployments",
  { json: jsonFlag },
  Effect.fn("deployments")(function* ({ json }) {
    const all = yield* listDeployments((yield* theTenant).id, ALL)
    if (json) return yield* resultJson(all.map(deploymentJson))
    if (all.length === 0) return yield* note("No device has asked for its profile yet.")
    yield* result(table(all, deploymentColumns, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Lists the deployments: one row an attempt, with its first and its final verdict. Nothing is ever overwritten.",
  ),
  Command.withShortDescription("List the deployments, one row an attempt"),
)
