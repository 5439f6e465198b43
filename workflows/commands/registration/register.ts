import { Effect, Result } from "effect"
import { nextLife, notUnique, registeredElsewhere } from "#domain/device"
import { registrationOutcome } from "#domain/hardware"
import { Refusal, streamId } from "#domain/kernel"
import { Keys } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { decideOn, type Personalise } from "../execution/execute-device.ts"
import { subjectOf } from "../organisation/people.ts"
import { answeredBefore } from "./answered-before.ts"
import type { Asked, Registration } from "./asked.ts"
import { type Beginning, type KnownOfMachine, readBeginning } from "./beginning.ts"
import { claimAll, readClaims } from "./claims.ts"
import { giveBack } from "./give-back.ts"
import { lookAgain } from "./patience.ts"
import { refuse } from "./refuse.ts"
import { type Survey, survey } from "./survey.ts"

const personalise =
  ({ assignedUser }: Registration): Personalise =>
  (fact) =>
    fact.type === "UserAssigned" && assignedUser !== null
      ? { ...fact, personal: [{ subject: fact.data.userId, values: { userPrincipalName: assignedUser } }] }
      : fact

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
