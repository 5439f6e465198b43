import { Effect, Schema } from "effect"
import { managedDevice } from "#projections/managed-devices"
import { type IntuneRemoval, removeManagedRecord } from "#workflows/commands"
import { looseBody } from "../exchange/body.ts"
import type { Route } from "../exchange/route.ts"
import { lookTwice } from "../given/wait.ts"
import { type Action, actionRoute } from "./action-route.ts"
import { VERSIONS } from "./properties.ts"
import { notFound } from "./resource.ts"

/** The device, or the enrolment without registration, that made a managed device. */
const deviceOf = Effect.fnUntraced(function* (id: string, tenantId: string) {
  const managed = yield* lookTwice(managedDevice(tenantId, id))
  return managed?.enrolledAs.id ?? (yield* notFound("managedDevice", id))
})

/** What is kept on a wiped device is for the device to know: the record ends either way. */
const Options = Schema.Struct({
  keepEnrollmentData: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  keepUserData: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
})

const removal = (
  act: IntuneRemoval["act"],
  name: string | null,
  summary: string,
): Action<typeof Options.Type> => ({
  name,
  summary,
  body: looseBody(Options),
  ordersOf: () => [
    (deviceId, caller) =>
      removeManagedRecord(deviceId, { act, reason: `${act} by a client of Microsoft Graph` }, caller),
  ],
})

const REMOVALS = [
  removal("delete", null, "Delete a device from Intune; its registration stays"),
  removal("retire", "retire", "Retire a device from Intune; its registration stays"),
  removal("wipe", "wipe", "Wipe a device and remove it from Intune; its registration stays"),
]

/** What can be done with a managed device. Source: Microsoft Graph, managedDevice. */
export const managedDeviceActionRoutes: ReadonlyArray<Route> = VERSIONS.flatMap((version) =>
  REMOVALS.map((action) => actionRoute(action, version, { segment: "managedDevices", deviceOf })),
)
