import { Effect, Schema } from "effect"
import { type AutopilotDevice, autopilotDevice } from "#projections/autopilot-devices"
import { graphProfileOf } from "#workflows/notations"
import { profileVersion } from "#workflows/rollout"
import type { Navigation } from "./navigation.ts"

/** A published version as Graph shows a profile; null where there is none, or it is of an Enrollment Status Page. */
const asGraph = Effect.fnUntraced(function* (tenantId: string, profile: AutopilotDevice["profile"]) {
  if (profile === null) return null
  const { settings } = yield* profileVersion(tenantId, profile.name, profile.version)
  if (settings === null || !("oobe" in settings)) return null
  const { assignments: _others, ...shown } = { assignments: null, ...graphProfileOf(settings) }
  return Schema.decodeUnknownSync(Schema.JsonObject)({ id: profile.id, ...shown })
})

const profileOf =
  (which: (device: AutopilotDevice) => AutopilotDevice["profile"]): Navigation["find"] =>
  (tenantId, id) =>
    Effect.flatMap(autopilotDevice(tenantId, id), (device) =>
      device === undefined ? Effect.succeed(null) : asGraph(tenantId, which(device)),
    )

/**
 * The two profiles of a device: what it was given last, and what it is to have.
 * Source: Microsoft Graph metadata, windowsAutopilotDeviceIdentity (beta): navigation properties.
 */
export const deviceProfiles: ReadonlyArray<Navigation> = [
  {
    name: "deploymentProfile",
    summary: "The profile that the device was given last",
    find: profileOf(({ delivered }) => delivered),
  },
  {
    name: "intendedDeploymentProfile",
    summary: "The profile that the device is to have",
    find: profileOf(({ profile }) => profile),
  },
]
