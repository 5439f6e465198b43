import { Effect } from "effect"
import {
  type DeviceState,
  fixPending,
  hardwareMismatch,
  noProfile,
  notRegistered,
  notUnique,
  type OfflineProfile,
} from "#domain/device"
import { type HardwareSummary, match, type Verdict } from "#domain/hardware"
import { deriveId } from "#domain/kernel"
import { type MachineRef, scenarioOf } from "#domain/profile"
import { EventStore, Keys, Knowledge } from "#workflows/ports"
import { type Caller, followUp, type Origin, originOf } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { executeDevice } from "../execution/execute-device.ts"
import { MachineLibrary } from "../execution/machines.ts"
import { claimStreams, readClaim } from "../registration/claims.ts"
import { flagNotUnique, requireRemediation } from "../registration/require-remediation.ts"
import { offlineProfile } from "./offline-profile.ts"

/** A live registration that a machine's identities lead to. */
interface Recognised {
  readonly deviceId: string
  readonly tenantId: string
  readonly device: DeviceState
  readonly verdict: Verdict
}

const recognise = Effect.fnUntraced(function* (hardware: HardwareSummary) {
  const devices = yield* Devices
  const holders = new Map<string, string>()
  for (const stream of claimStreams(yield* Keys, hardware)) {
    const { holder } = (yield* readClaim(stream)).state
    if (holder !== null) holders.set(holder.deviceId, holder.tenantId)
  }
  const found: Array<Recognised> = []
  for (const [deviceId, tenantId] of holders) {
    const { device } = (yield* devices.load(deviceId)).process
    if (device.status !== "registered" || device.registration === null) continue
    const verdict = match(device.registration.hardware, hardware)
    if (verdict.verdict !== "different") found.push({ deviceId, tenantId, device, verdict })
  }
  return found
})

/** Whoever put the old parts back has put a change right that waited. */
const noteReturn = Effect.fnUntraced(function* ({ device, deviceId }: Recognised, origin: Origin) {
  if (device.registration?.remediation == null) return
  const command = {
    type: "ResolveRemediation",
    how: "the device came with the registered parts again",
  } as const
  yield* executeDevice({ deviceId, command }, followUp(origin, "resolve-remediation"))
})

/** Notes that the device is no longer what was registered. Other parts do not stop it; other main parts do. */
const noteChange = Effect.fnUntraced(function* (
  found: Recognised,
  hardware: HardwareSummary,
  origin: Origin,
) {
  const { deviceId, tenantId, verdict } = found
  if (verdict.verdict === "same") return yield* noteReturn(found, origin)
  const change = { deviceId, tenantId, hardware, verdict }
  if (verdict.verdict === "changed") {
    yield* requireRemediation({ ...change, reason: "the device came with other parts" }, origin)
    return
  }
  const reason = "the device reported hardware that does not match its registration"
  const handling = yield* requireRemediation({ ...change, reason, code: "908" }, origin)
  return yield* handling === "automatic" ? fixPending() : hardwareMismatch()
})

/**
 * The desired profile. A device that has none yet, or one that was retired since, is weighed at once, so that it need not
 * wait for the process.
 */
const desiredProfile = Effect.fnUntraced(function* (
  { device, deviceId, tenantId }: Recognised,
  origin: Origin,
) {
  const present = device.registration?.profile
  const knowledge = yield* Knowledge
  const offered = (yield* knowledge.catalogue(tenantId)).profiles
  if (present != null && offered.some(({ ref }) => ref.profileId === present.profileId)) return present
  // A profile that was published a moment ago counts, too.
  yield* knowledge.reached(yield* (yield* EventStore).head)
  const catalogue = yield* knowledge.catalogue(tenantId)
  const order = { deviceId, command: { type: "AssignProfile", catalogue } } as const
  yield* executeDevice(order, followUp(origin, "assign-profile"))
  return (yield* (yield* Devices).load(deviceId)).process.device.registration?.profile ?? null
})

const settingsOf = Effect.fnUntraced(function* (profile: MachineRef | null) {
  return profile === null ? null : (yield* (yield* MachineLibrary).with([profile]))(profile).settings
})

/** What a device is told when it asks for its profile. */
export interface Discovered {
  readonly deviceId: string
  readonly tenantId: string
  readonly attempt: number
  readonly serialNumber: string
  readonly profile: { readonly name: string; readonly version: number }
  readonly position: string
}

/** What a device was given: the profile of its running attempt. */
const discovered = Effect.fnUntraced(function* (deviceId: string, tenantId: string, position: string) {
  const { device } = (yield* (yield* Devices).load(deviceId)).process
  if (device.attempt === null) return yield* noProfile()
  const { name, version } = device.attempt.profile
  return {
    deviceId,
    tenantId,
    attempt: device.attempt.number,
    serialNumber: (device.registration ?? device.unregistered)?.hardware.serialNumber ?? "",
    profile: { name, version },
    position,
  } satisfies Discovered
})

/** Begins the deployment of a device that is not registered by the file on its disk. */
const discoverOffline = Effect.fnUntraced(function* (
  file: OfflineProfile,
  hardware: HardwareSummary,
  caller: Omit<Caller, "tenantId" | "actor">,
) {
  const { correlationId, tenantId, ...offered } = yield* offlineProfile(file)
  const keys = yield* Keys
  // The same machine of the same tenant is the same device each time.
  const deviceId = deriveId("existing-device", tenantId, ...claimStreams(keys, hardware))
  const actor = { kind: "device", id: deviceId } as const
  const { fingerprint } = hardware
  const origin = originOf(keys, { ...caller, actor, tenantId }, "discover", { fingerprint, correlationId })
  const command = { type: "StartOfflineDeployment", tenantId, correlationId, hardware, ...offered } as const
  const { position } = yield* executeDevice({ deviceId, command }, origin)
  return yield* discovered(deviceId, tenantId, position)
})

/** What a device may say beside its hardware when it asks for its profile. */
export interface Asking {
  /** A technician begins pre-provisioning (five times the Windows key on the first screen). */
  readonly begunBy?: "user" | "technician"
  /** The file on its disk. A profile that is assigned to a registered device wins. */
  readonly file?: OfflineProfile
}

/** The profile that a registered device is to have: the assigned one, else that of the file on its disk. */
const profileFor = Effect.fnUntraced(function* (
  found: Recognised,
  file: OfflineProfile | undefined,
  origin: Origin,
) {
  const assigned = yield* desiredProfile(found, origin)
  const correlationId = file?.ZtdCorrelationId.toLowerCase()
  if (file === undefined || correlationId === undefined) return { profile: assigned }
  if (assigned !== null) return { profile: assigned, offline: { correlationId, applied: false } }
  const { profile } = yield* offlineProfile(file)
  return { profile, offline: { correlationId, applied: true } }
})

/**
 * Answers a device that asks for its profile by its hardware: recognises it, and begins an attempt with the profile
 * that it is to have. A running attempt goes on.
 *
 * Refuses with 807 (not registered), 813 (not unique), 908 (other hardware), 815 (no profile), or 809 (the file on the
 * device's disk names a profile that does not exist).
 */
export const discover = Effect.fn("discover")(function* (
  hardware: HardwareSummary,
  caller: Omit<Caller, "tenantId" | "actor">,
  { begunBy = "user", file }: Asking = {},
) {
  const [found, ...others] = yield* recognise(hardware)
  if (found === undefined)
    return file === undefined ? yield* notRegistered() : yield* discoverOffline(file, hardware, caller)
  if (others.length > 0) {
    const candidates = [found, ...others].map(({ tenantId, ...one }) => ({ ...one, tenant: tenantId }))
    yield* flagNotUnique(candidates, hardware)
    return yield* notUnique()
  }
  const { deviceId, tenantId, verdict } = found
  const actor = { kind: "device", id: deviceId } as const
  const { fingerprint, osBuild } = hardware
  const origin = originOf(yield* Keys, { ...caller, actor, tenantId }, "discover", { fingerprint })
  yield* noteChange(found, hardware, origin)
  const given = yield* profileFor(found, file, origin)
  const scenario = scenarioOf(yield* settingsOf(given.profile), begunBy)
  const seen = { fingerprint, osBuild, verdict: verdict.verdict, score: verdict.score }
  const command = { type: "StartDeployment", scenario, ...given, ...seen } as const
  const { position } = yield* executeDevice({ deviceId, command }, origin)
  return yield* discovered(deviceId, tenantId, position)
})

/** The Intune record that an enrolment of a device makes. */
export const managedDeviceIdOf = (deviceId: string, attempt: number): string =>
  deriveId("managed-device", deviceId, `${attempt}`)
