import { Effect, Result } from "effect"
import { type Holder, isOverdue } from "#domain/claim"
import type { DeviceState } from "#domain/device"
import { type HardwareSummary, match, type RegisteredCandidate } from "#domain/hardware"
import { deriveId } from "#domain/kernel"
import { type Origin, unasked } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { now } from "../execution/execute.ts"
import { tryDevice } from "../execution/execute-device.ts"
import type { StreamEnd } from "../execution/history.ts"
import { type Claim, type Claimant, readClaim, releaseAsRead } from "./claims.ts"

/** How a claim's holder stands: a live registration, one about to be, or one that is over. */
type Standing = "live" | "pending" | "over"

/** How the holder of a claim stands, by its device. */
export const standing = (device: DeviceState, holder: Claimant, stream: string): Standing => {
  if (device.lives < holder.life) return device.voided >= holder.life ? "over" : "pending"
  const live =
    device.status === "registered" &&
    device.lives === holder.life &&
    device.registration?.claims.includes(stream) === true
  if (live) return "live"
  const isRehashing = holder.rehash === true && device.status === "registered" && device.lives === holder.life
  return isRehashing ? "pending" : "over"
}

/** What there is to know of a machine's identities before it is registered. */
export interface Survey {
  readonly claims: ReadonlyArray<Claim>
  /** Live registrations that hold one of the identities, with how their hardware compares. */
  readonly candidates: ReadonlyArray<RegisteredCandidate>
  /** Whether somebody is registering one of the identities at this moment. */
  readonly pending: boolean
}

const UNFINISHED = "it stayed unfinished for too long"

/** What writes to the stream of a device whose claim is taken over or given back: nothing in it leads to whoever does it. */
export const takerOf = ({ deviceId, tenantId }: Claimant, ...what: ReadonlyArray<string>): Origin =>
  unasked({ kind: "system", id: "claims" }, tenantId, deriveId("void", deviceId, ...what))

/**
 * Takes a claim over whose registration or rehash was never finished. Something is written to its device's stream first,
 * at the revision that was looked at, so that what was begun there can never be finished with this claim.
 *
 * Whoever was first, the device or this, decides: the survey looks again either way.
 */
const takeOver = Effect.fnUntraced(function* (
  claim: Claim,
  holder: Holder,
  { revision }: StreamEnd,
  origin: Origin,
) {
  const { deviceId, life } = holder
  const { stream } = claim
  const [command, taker] =
    holder.rehash === true
      ? ([
          { type: "VoidRehash", claim: stream, reason: UNFINISHED },
          takerOf(holder, stream, `${claim.end.revision}`),
        ] as const)
      : ([{ type: "VoidRegistration", life, reason: UNFINISHED }, takerOf(holder, `${life}`)] as const)
  const voided = yield* Effect.result(tryDevice({ deviceId, at: revision, command }, taker))
  if (Result.isFailure(voided)) {
    if (voided.failure._tag !== "WrongExpectedRevision") return yield* Effect.fail(voided.failure)
    return
  }
  if (holder.rehash === true) yield* releaseAsRead(claim, holder, UNFINISHED, origin)
  yield* Effect.logInfo(`Took over the claim "${stream}" of what was never finished.`)
})

/** Who looks: hardware, and the device that it is meant for where there is one already. */
interface Surveyor {
  readonly hardware: HardwareSummary
  readonly deviceId: string | null
}

/** One identity as it was found: free, held by a live registration, or being claimed at this moment. */
interface Found {
  readonly claim: Claim
  readonly candidate: RegisteredCandidate | null
  readonly pending: boolean
}

/** Whether a claim was made by this very command: on another node, or before it was cut off. */
const isOwn = ({ end }: Claim, { commandId }: Origin): boolean =>
  end.answered.get(commandId)?.answer.revision === end.revision

const look = Effect.fnUntraced(function* (read: Claim, { deviceId, hardware }: Surveyor, origin: Origin) {
  const devices = yield* Devices
  const { stream } = read
  for (let claim = read; ; claim = yield* readClaim(stream)) {
    const { holder } = claim.state
    if (holder === null || holder.deviceId === deviceId)
      return { claim, candidate: null, pending: false } satisfies Found
    const { end, process } = yield* devices.load(holder.deviceId)
    const { device } = process
    const stands = standing(device, holder, stream)
    if (stands === "live" && device.registration !== null) {
      const verdict = match(device.registration.hardware, hardware)
      const candidate = { deviceId: holder.deviceId, tenant: holder.tenantId, verdict }
      return { claim, candidate, pending: false } satisfies Found
    }
    if (stands === "over") yield* releaseAsRead(claim, holder, "its registration is over", origin)
    else if (isOwn(claim, origin) || !isOverdue(holder, yield* now))
      return { claim, candidate: null, pending: !isOwn(claim, origin) } satisfies Found
    else yield* takeOver(claim, holder, end, origin)
  }
})

/**
 * Looks at who holds the identities of a machine. Claims that are over are released, those that stayed pending for too
 * long are taken over; both are then looked at again. What the command claimed itself is no obstacle.
 *
 * @param claims the machine's claims as they were read
 * @param deviceId the device that gets a new hash: what it holds itself is no obstacle either
 */
export const survey = Effect.fnUntraced(function* (
  claims: ReadonlyArray<Claim>,
  hardware: HardwareSummary,
  origin: Origin,
  deviceId: string | null = null,
) {
  const found: Array<Found> = []
  for (const claim of claims) found.push(yield* look(claim, { hardware, deviceId }, origin))
  const candidates = new Map(
    found.flatMap(({ candidate }) => (candidate === null ? [] : [[candidate.deviceId, candidate]])),
  )
  return {
    claims: found.map(({ claim }) => claim),
    candidates: [...candidates.values()],
    pending: found.some(({ pending }) => pending),
  } satisfies Survey
})
