import { Effect, Result } from "effect"
import {
  type ConvertedBy,
  type Identifier,
  type KnownBefore,
  nextLife,
  notUnique,
  type RegistrationMethod,
  registeredElsewhere,
} from "#domain/device"
import { type Donor, type HardwareSummary, match, registrationOutcome } from "#domain/hardware"
import { deriveId, Refusal, streamId } from "#domain/kernel"
import type { MachineRef } from "#domain/profile"
import { Keys } from "#workflows/ports"
import { isSameCommand, keyReused } from "../execution/answer.ts"
import { type Origin, originOf, type TenantCaller } from "../execution/caller.ts"
import { Devices, type LoadedDevice } from "../execution/devices.ts"
import { decideOn, type Personalise } from "../execution/execute-device.ts"
import type { permission } from "../organisation/partners.ts"
import { subjectOf } from "../organisation/people.ts"
import { newestLifecycle } from "../publishing/profiles.ts"
import { type Claim, claimAll, readClaims } from "./claims.ts"
import { donorsOf } from "./donors.ts"
import { giveBack } from "./give-back.ts"
import { lookAgain } from "./patience.ts"
import { refuse } from "./refuse.ts"
import { type Survey, survey } from "./survey.ts"

/** A device that somebody wants to register. */
export interface Registration {
  readonly method: RegistrationMethod
  readonly hardware: HardwareSummary
  readonly groupTag: string | null
  readonly orderId: string | null
  readonly purchaseOrder: string | null
  readonly productKey: string | null
  readonly import: { readonly importId: string; readonly line: number } | null
  /** User principal name of the person the device is meant for. */
  readonly assignedUser: string | null
  /** What the device was told by; an owner tells it by its hash. */
  readonly identifiedBy?: Identifier
  /** Where its hash was known before. */
  readonly known?: KnownBefore
  /** What an automatic registration rests on. */
  readonly convertedBy?: ConvertedBy
}

/** A registration under way: what is asked, for whom, and by which command. */
export interface Asked {
  readonly registration: Registration
  readonly tenantId: string
  readonly origin: Origin
  /** Checks right before the registration whether a partner may still do it; null for an owner. */
  readonly permission: ReturnType<typeof permission> | null
}

/** What the life that a registration begins has to know. */
interface Beginning {
  /** The device as it was read: a new one, or the tenant's own former one of this machine. */
  readonly device: LoadedDevice
  readonly lifecycle: MachineRef
  readonly donors: ReadonlyArray<Donor>
}

/** What is known of a machine before its registration is tried, as it was read: who was quicker since is met on the way. */
export interface KnownOfMachine {
  readonly claims: ReadonlyArray<Claim>
  /** Without it, it is read when it is needed. */
  readonly beginning?: Beginning
}

/** The tenant's own former registration of this machine: its stream is continued with a new life. */
const formerDevice = Effect.fnUntraced(function* ({ claims }: Survey, { registration, tenantId }: Asked) {
  const devices = yield* Devices
  const former = claims.flatMap(({ state }) => state.former).filter((holder) => holder.tenantId === tenantId)
  for (const deviceId of new Set(former.map((holder) => holder.deviceId))) {
    const { device } = (yield* devices.load(deviceId)).process
    if (device.status !== "deregistered" || device.registration === null) continue
    const { verdict } = match(device.registration.hardware, registration.hardware)
    if (verdict === "same" || verdict === "changed") return deviceId
  }
  return null
})

const personalise =
  ({ assignedUser }: Registration): Personalise =>
  (fact) =>
    fact.type === "UserAssigned" && assignedUser !== null
      ? { ...fact, personal: [{ subject: fact.data.userId, values: { userPrincipalName: assignedUser } }] }
      : fact

const readBeginning = Effect.fnUntraced(function* (found: Survey, asked: Asked) {
  const { origin, registration, tenantId } = asked
  const deviceId = (yield* formerDevice(found, asked)) ?? deriveId("device", origin.commandId)
  const device = yield* (yield* Devices).load(deviceId)
  const lifecycle = yield* newestLifecycle(tenantId)
  const donors = yield* donorsOf(registration.hardware, { deviceId, tenantId })
  return { device, lifecycle, donors } satisfies Beginning
})

/** Claims all identities and registers the device; false when others were quicker and everything is to be looked at again. */
const claimAndRegister = Effect.fnUntraced(function* (
  found: Survey,
  asked: Asked,
  { device, donors, lifecycle }: Beginning,
) {
  const { origin, registration, tenantId } = asked
  const deviceId = streamId(device.stream)
  // Registered since the claims were looked at: by this very command on another node, most likely.
  if (device.process.device.status === "registered") return false
  const streams = found.claims.map(({ stream }) => stream)
  // What this command claimed on another node was for another device, which may be registered by now: that is settled first.
  const holders = found.claims.flatMap(({ state: { holder } }) => (holder === null ? [] : [holder]))
  const other = holders.find((holder) => holder.deviceId !== deviceId)
  if (other !== undefined) {
    yield* giveBack(streams, other, origin)
    return false
  }
  const claimant = { deviceId, tenantId, life: nextLife(device.process.device) }
  const permitted = asked.permission === null ? null : yield* asked.permission
  if (!(yield* claimAll(found.claims, claimant, origin))) {
    yield* giveBack(streams, claimant, origin)
    return false
  }
  const { assignedUser, ...data } = registration
  const keys = yield* Keys
  const user = assignedUser === null ? null : subjectOf(keys, assignedUser)
  const command = {
    type: "Register",
    ...data,
    tenantId,
    authorization: permitted?.authorization ?? null,
    lifecycle,
    claims: streams,
    assignedUser: user,
    ...(donors.length === 0 ? {} : { donors }),
  } as const
  const order = { deviceId, command, personalise: personalise(registration) }
  const registered = yield* Effect.result(decideOn(device, order, origin))
  if (Result.isSuccess(registered)) return registered.success
  // Another node with this very command, or somebody who took the claims over: who looks again sees which.
  if (registered.failure._tag === "WrongExpectedRevision") return false
  // What failed otherwise may have come to be all the same, here or on another node: its claims stay until they are overdue.
  if (registered.failure instanceof Refusal) yield* giveBack(streams, claimant, origin)
  return yield* Effect.fail(registered.failure)
})

/** The devices that a machine was ever registered as by a tenant, with the one that a command would make. */
const devicesOf = (tenantId: string, claims: ReadonlyArray<Claim>, origin: Origin): ReadonlySet<string> => {
  const ids = new Set([deriveId("device", origin.commandId)])
  for (const { state } of claims) {
    const { former, holder } = state
    for (const one of holder === null ? former : [holder, ...former])
      if (one.tenantId === tenantId) ids.add(one.deviceId)
  }
  return ids
}

/**
 * The answer of a registration that was carried out before, whatever became of the device since; null if it was not.
 *
 * @param claims those on the machine; none where it cannot be found any more
 */
export const answeredBefore = Effect.fnUntraced(function* (
  tenantId: string,
  claims: ReadonlyArray<Claim>,
  origin: Origin,
) {
  const devices = yield* Devices
  for (const id of devicesOf(tenantId, claims, origin)) {
    const answered = (yield* devices.load(id)).end.answered.get(origin.commandId)
    if (answered === undefined) continue
    return isSameCommand(answered, origin) ? answered.answer : yield* keyReused()
  }
  return null
})

const attempt = Effect.fnUntraced(function* (asked: Asked, { beginning, claims }: KnownOfMachine) {
  const { origin, registration, tenantId } = asked
  const found = yield* survey(claims, registration.hardware, origin)
  if (found.pending) return false
  if (found.candidates.length > 0) {
    // What stands in the way may be what this command itself came to, on another node.
    const answered = yield* answeredBefore(tenantId, found.claims, origin)
    if (answered !== null) return answered
  }
  const outcome = registrationOutcome(tenantId, found.candidates)
  if (outcome.outcome !== "new") return yield* refuse(outcome, { asked, found }, origin)
  // An identity that a live device of other hardware holds tells nothing apart: it cannot be claimed.
  const [other] = found.candidates
  if (other !== undefined) return yield* other.tenant === tenantId ? notUnique() : registeredElsewhere()
  return yield* claimAndRegister(found, asked, beginning ?? (yield* readBeginning(found, asked)))
})

/**
 * Registers hardware for a tenant: its identities are claimed first, each in a stream of its own, so that a machine has
 * one owner whatever happens at the same time elsewhere.
 *
 * @param read what is known of the machine; it is read anew where others were quicker
 */
export const registerAsked = Effect.fnUntraced(function* (asked: Asked, read: KnownOfMachine) {
  let known: KnownOfMachine | undefined = read
  return yield* lookAgain(
    Effect.fnUntraced(function* () {
      const present: KnownOfMachine = known ?? { claims: yield* readClaims(asked.registration.hardware) }
      known = undefined
      return yield* attempt(asked, present)
    }),
  )
})

/** What makes the command of a registration by the owner. */
export const REGISTER_OWN = "register-device"

/**
 * Registers a device that its owner tells by its hardware hash.
 *
 * @param known what was read of a machine that this command never registered; without it, it is read
 *
 * Refuses with 806, 808 or 813 where the machine is registered already.
 */
export const registerDevice = Effect.fn("registerDevice")(function* (
  registration: Registration,
  caller: TenantCaller,
  known?: KnownOfMachine,
) {
  const { tenantId } = caller
  const origin = originOf(yield* Keys, caller, REGISTER_OWN, registration)
  const asked = { registration, tenantId, origin, permission: null }
  if (known !== undefined) return yield* registerAsked(asked, known)
  const claims = yield* readClaims(registration.hardware)
  const before = yield* answeredBefore(tenantId, claims, origin)
  return before ?? (yield* registerAsked(asked, { claims }))
})
