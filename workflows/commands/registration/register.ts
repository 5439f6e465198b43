import { Effect, Result } from "effect"
import {
  alreadyRegistered,
  hardwareReplaced,
  nextLife,
  notUnique,
  type RegistrationMethod,
  registeredElsewhere,
} from "#domain/device"
import { type HardwareSummary, match, type RegistrationOutcome, registrationOutcome } from "#domain/hardware"
import { deriveId, Refusal } from "#domain/kernel"
import { Keys } from "#workflows/ports"
import { type Answer, isSameCommand, keyReused } from "../answer.ts"
import { type Caller, followUp, type Origin, originOf } from "../caller.ts"
import { Devices } from "../devices.ts"
import { executeDevice, type Personalise, tryDevice } from "../execute-device.ts"
import { subjectOf } from "../people.ts"
import { newestLifecycle } from "../profiles.ts"
import { claimAll, claimStreams, release } from "./claims.ts"
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
}

/** A registration under way: what is asked, for whom, and by which command. */
interface Asked {
  readonly registration: Registration
  readonly tenantId: string
  readonly origin: Origin
  readonly streams: ReadonlyArray<string>
}

/** How long a registration waits for another one of the same machine that is under way: 20 times 100 ms. */
const LOOKS = 20
const PAUSE = "100 millis"

const pendingElsewhere = () =>
  new Refusal({
    kind: "limited",
    code: "registration-pending",
    what: "Another registration of this machine is under way.",
    remedy: "Try again in a minute.",
  })

/** The device that the outcome of a survey speaks of is told of the change of its hardware. */
const requireRemediation = Effect.fnUntraced(function* (
  { outcome, deviceId, verdict }: Extract<RegistrationOutcome, { readonly verdict: unknown }>,
  origin: Origin,
) {
  const { evidence, score, verdict: kind } = verdict
  const reason =
    outcome === "hardware replaced"
      ? "main parts were replaced"
      : "the hardware changed since it was registered"
  const command = { type: "RequireRemediation", reason, verdict: kind, score, evidence } as const
  yield* executeDevice({ deviceId, command }, followUp(origin, "require-remediation"))
})

const refuse = Effect.fnUntraced(function* (
  outcome: Exclude<RegistrationOutcome, { outcome: "new" }>,
  { origin, registration }: Asked,
) {
  switch (outcome.outcome) {
    case "registered elsewhere":
      return yield* registeredElsewhere()
    case "not unique":
      return yield* notUnique()
    case "already registered":
      if (outcome.rehash) yield* requireRemediation(outcome, origin)
      return yield* alreadyRegistered()
    case "hardware replaced":
      yield* requireRemediation(outcome, origin)
      return yield* hardwareReplaced(registration.hardware.serialNumber)
  }
})

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

/** Claims all identities and registers the device; false when others were quicker and everything is to be looked at again. */
const claimAndRegister = Effect.fnUntraced(function* (found: Survey, asked: Asked, deviceId: string) {
  const { origin, registration, streams, tenantId } = asked
  const { end, process } = yield* (yield* Devices).load(deviceId)
  const claimant = { deviceId, tenantId, life: nextLife(process.device) }
  if (!(yield* claimAll(found.claims, claimant, origin))) return false
  const { assignedUser, ...data } = registration
  const lifecycle = yield* newestLifecycle(tenantId)
  const keys = yield* Keys
  const user = assignedUser === null ? null : subjectOf(keys, assignedUser)
  const command = {
    type: "Register",
    ...data,
    tenantId,
    authorization: null,
    lifecycle,
    claims: streams,
    assignedUser: user,
  } as const
  const order = { deviceId, at: end.revision, command, personalise: personalise(registration) }
  const registered = yield* Effect.result(tryDevice(order, origin))
  if (Result.isSuccess(registered)) return registered.success
  for (const stream of streams) yield* release(stream, claimant, "the registration was not taken", origin)
  return registered.failure._tag === "WrongExpectedRevision" ? false : yield* Effect.fail(registered.failure)
})

const attempt = Effect.fnUntraced(function* (asked: Asked) {
  const { origin, registration, streams, tenantId } = asked
  const fresh = deriveId("device", origin.commandId)
  const found = yield* survey(streams, registration.hardware, { deviceId: fresh, origin })
  if (found.pending) return false
  const outcome = registrationOutcome(tenantId, found.candidates)
  if (outcome.outcome !== "new") return yield* refuse(outcome, asked)
  // An identity that a live device of other hardware holds tells nothing apart: it cannot be claimed.
  const [other] = found.candidates
  if (other !== undefined) return yield* other.tenant === tenantId ? notUnique() : registeredElsewhere()
  return yield* claimAndRegister(found, asked, (yield* formerDevice(found, asked)) ?? fresh)
})

/** The answer of a registration that was carried out before, by the device that it made. */
const answeredBefore = Effect.fnUntraced(function* (asked: Asked) {
  const { origin, registration, streams } = asked
  const found = yield* survey(streams, registration.hardware, { deviceId: null, origin })
  const devices = yield* Devices
  const ids = new Set([
    deriveId("device", origin.commandId),
    ...found.candidates.map(({ deviceId }) => deviceId),
  ])
  for (const deviceId of ids) {
    const answered = (yield* devices.load(deviceId)).end.answered.get(origin.commandId)
    if (answered === undefined) continue
    return isSameCommand(answered, origin) ? answered.answer : yield* keyReused()
  }
  return null
})

/**
 * Registers a device for a tenant: its identities are claimed first, each in a stream of its own, so that a machine has
 * one owner whatever happens at the same time elsewhere.
 *
 * Refuses with 806, 808 or 813 where the machine is registered already.
 */
export const registerDevice = Effect.fn("registerDevice")(function* (
  registration: Registration,
  caller: Caller & { readonly tenantId: string },
) {
  const keys = yield* Keys
  const { tenantId } = caller
  const origin = originOf(keys, caller, "register-device", registration)
  const asked: Asked = { registration, tenantId, origin, streams: claimStreams(keys, registration.hardware) }
  const before = yield* answeredBefore(asked)
  if (before !== null) return before
  for (let look = 0; look < LOOKS; look++) {
    const answer: Answer | false = yield* attempt(asked)
    if (answer !== false) return answer
    yield* Effect.sleep(PAUSE)
  }
  return yield* pendingElsewhere()
})
