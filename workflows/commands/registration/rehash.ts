import { Effect, Result } from "effect"
import { notRegistered, notUnique, registeredElsewhere } from "#domain/device"
import { type HardwareSummary, match } from "#domain/hardware"
import { Keys } from "#workflows/ports"
import { type Answer, isSameCommand, keyReused } from "../execution/answer.ts"
import { type Origin, originOf, type TenantCaller } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { tryDevice } from "../execution/execute-device.ts"
import { ownDevice } from "../organisation/owned.ts"
import { claimAll, claimStreams, readClaim, releaseAsRead } from "./claims.ts"
import { donorsOf } from "./donors.ts"
import { lookAgain } from "./patience.ts"
import { flagNotUnique } from "./require-remediation.ts"
import { survey } from "./survey.ts"

/** A new hash for a device. */
export interface NewHash {
  readonly deviceId: string
  readonly hardware: HardwareSummary
  /** How a change that waits to be put right is: for the history. */
  readonly how: string
}

/** The device, and the identities that the new hash brings and takes away. */
const prepare = Effect.fnUntraced(function* ({ deviceId, hardware }: NewHash) {
  const { end, process } = yield* (yield* Devices).load(deviceId)
  const { registration, status, tenantId } = process.device
  if (registration === null || tenantId === null || status !== "registered") return yield* notRegistered()
  const wanted = claimStreams(yield* Keys, hardware)
  const isOther = match(registration.hardware, hardware).verdict === "different"
  return {
    end,
    tenantId,
    registration,
    wanted,
    // A hash of another machine is refused by the rules; nothing is claimed for it.
    added: isOther ? [] : wanted.filter((stream) => !registration.claims.includes(stream)),
    removed: registration.claims.filter((stream) => !wanted.includes(stream)),
  }
})

/** Refuses hardware that another live registration has as well; each owner is told about its own record. */
const refuseShared = Effect.fnUntraced(function* (
  found: Effect.Success<ReturnType<typeof survey>>,
  { deviceId, hardware }: NewHash,
  tenantId: string,
) {
  const { process } = yield* (yield* Devices).load(deviceId)
  const own = process.device.registration
  const itself = own === null ? [] : [{ deviceId, tenant: tenantId, verdict: match(own.hardware, hardware) }]
  yield* flagNotUnique([...itself, ...found.candidates], hardware)
  return yield* found.candidates.some(({ tenant }) => tenant !== tenantId)
    ? registeredElsewhere()
    : notUnique()
})

const attempt = Effect.fnUntraced(function* (asked: NewHash, origin: Origin) {
  const { deviceId, hardware, how } = asked
  const { added, end, registration, removed, tenantId, wanted } = yield* prepare(asked)
  const { life } = registration
  const claims = yield* Effect.forEach(added, (stream) => readClaim(stream))
  const found = yield* survey(claims, hardware, origin, deviceId)
  if (found.pending) return false
  if (found.candidates.length > 0) return yield* refuseShared(found, asked, tenantId)
  if (!(yield* claimAll(found.claims, { deviceId, tenantId, life, rehash: true }, origin))) return false
  const left = yield* Effect.forEach(removed, readClaim)
  const donors = yield* donorsOf(hardware, { deviceId, tenantId })
  const command = { type: "Rehash", hardware, claims: wanted, donors, how } as const
  const order = { deviceId, at: end.revision, command }
  const rehashed = yield* Effect.result(tryDevice(order, origin))
  if (Result.isSuccess(rehashed)) {
    // As they were read: another hash of this device may have claimed one of them again.
    for (const claim of left)
      yield* releaseAsRead(claim, { deviceId, life }, "the device has another hash", origin)
    return rehashed.success
  }
  // Others wrote to the device first: its claims are made anew with what it is now.
  if (rehashed.failure._tag === "WrongExpectedRevision") return false
  return yield* Effect.fail(rehashed.failure)
})

const answeredBefore = Effect.fnUntraced(function* (deviceId: string, origin: Origin) {
  const answered = (yield* (yield* Devices).load(deviceId)).end.answered.get(origin.commandId)
  if (answered === undefined) return null
  return isSameCommand(answered, origin) ? answered.answer : yield* keyReused()
})

/**
 * Takes a new hash for a device: its new identities are claimed before the event and the old ones released after it,
 * so that the machine has one owner all the time, also where this is cut off.
 *
 * Refuses with 807 (not registered), 808 or 813 (another registration has an identity of it), or where the hash is of
 * another machine.
 */
export const rehashDevice = Effect.fn("rehashDevice")(function* (asked: NewHash, origin: Origin) {
  const before = yield* answeredBefore(asked.deviceId, origin)
  return before ?? (yield* lookAgain(() => attempt(asked, origin)))
})

/** Takes a new hash that a tenant brings for its device; what waited to be put right is resolved by it. */
export const rehash = Effect.fn("rehash")(function* (
  deviceId: string,
  hardware: HardwareSummary,
  caller: TenantCaller,
) {
  yield* ownDevice(deviceId, caller.tenantId)
  const { fingerprint } = hardware
  const origin = originOf(yield* Keys, caller, "rehash", { deviceId, fingerprint })
  const answer: Answer = yield* rehashDevice({ deviceId, hardware, how: "a new hash was uploaded" }, origin)
  return answer
})
