import { Effect } from "effect"
import { type Holder, isOverdue } from "#domain/claim"
import type { DeviceState } from "#domain/device"
import { type HardwareSummary, match, type RegisteredCandidate } from "#domain/hardware"
import { deriveId } from "#domain/kernel"
import type { Origin } from "../caller.ts"
import { Devices } from "../devices.ts"
import { now } from "../execute.ts"
import { tryDevice } from "../execute-device.ts"
import { type Claim, readClaim, release } from "./claims.ts"

/** How a claim's holder stands: a live registration, one about to be, or one that is over. */
type Standing = "live" | "pending" | "over"

/** How the holder of a claim stands, by its device. */
export const standing = (device: DeviceState, holder: Holder, stream: string): Standing => {
  if (device.lives < holder.life) return device.voided >= holder.life ? "over" : "pending"
  const live =
    device.status === "registered" &&
    device.lives === holder.life &&
    device.registration?.claims.includes(stream) === true
  return live ? "live" : "over"
}

/** What there is to know of a machine's identities before it is registered. */
export interface Survey {
  readonly claims: ReadonlyArray<Claim>
  /** Live registrations that hold one of the identities, with how their hardware compares. */
  readonly candidates: ReadonlyArray<RegisteredCandidate>
  /** Whether somebody is registering one of the identities at this moment. */
  readonly pending: boolean
}

/** Takes a claim over whose device never came to be: its life is voided first, so that it can never begin. */
const takeOver = Effect.fnUntraced(function* (stream: string, holder: Holder, origin: Origin) {
  const { deviceId, life, tenantId } = holder
  const { end } = yield* (yield* Devices).load(deviceId)
  const order = {
    deviceId,
    at: end.revision,
    command: { type: "VoidRegistration", life, reason: "it stayed unfinished for too long" },
  } as const
  const taker: Origin = {
    ...origin,
    tenantId,
    actor: { kind: "system", id: "claims" },
    actorName: null,
    commandId: deriveId("void", deviceId, `${life}`),
    commandDigest: "",
  }
  // Whoever was first, the device or this, decides: the survey looks again either way.
  yield* tryDevice(order, taker).pipe(Effect.catchTag("WrongExpectedRevision", () => Effect.void))
  yield* Effect.logInfo(`Took over the claim "${stream}" of a registration that was never finished.`)
})

/** One identity as it was found: free, held by a live registration, or being claimed at this moment. */
interface Found {
  readonly claim: Claim
  readonly candidate: RegisteredCandidate | null
  readonly pending: boolean
}

/** Whether a claim was made by this very command: on another node, or before it was cut off. */
const isOwn = ({ end }: Claim, { commandId }: Origin): boolean =>
  end.answered.get(commandId)?.answer.revision === end.revision

const look = Effect.fnUntraced(function* (stream: string, hardware: HardwareSummary, origin: Origin) {
  const devices = yield* Devices
  while (true) {
    const claim = yield* readClaim(stream)
    const { holder } = claim.state
    if (holder === null) return { claim, candidate: null, pending: false } satisfies Found
    const { device } = (yield* devices.load(holder.deviceId)).process
    const stands = standing(device, holder, stream)
    if (stands === "live" && device.registration !== null) {
      const verdict = match(device.registration.hardware, hardware)
      const candidate = { deviceId: holder.deviceId, tenant: holder.tenantId, verdict }
      return { claim, candidate, pending: false } satisfies Found
    }
    if (stands === "over") yield* release(stream, holder, "its registration is over", origin)
    else if (isOwn(claim, origin) || !isOverdue(holder, yield* now))
      return { claim, candidate: null, pending: !isOwn(claim, origin) } satisfies Found
    else yield* takeOver(stream, holder, origin)
  }
})

/**
 * Looks at who holds the identities of a machine. Claims that are over are released, those that stayed pending for too
 * long are taken over; both are then looked at again. What the command claimed itself is no obstacle.
 */
export const survey = Effect.fnUntraced(function* (
  streams: ReadonlyArray<string>,
  hardware: HardwareSummary,
  origin: Origin,
) {
  const found: Array<Found> = []
  for (const stream of streams) found.push(yield* look(stream, hardware, origin))
  const candidates = new Map(
    found.flatMap(({ candidate }) => (candidate === null ? [] : [[candidate.deviceId, candidate]])),
  )
  return {
    claims: found.map(({ claim }) => claim),
    candidates: [...candidates.values()],
    pending: found.some(({ pending }) => pending),
  } satisfies Survey
})
