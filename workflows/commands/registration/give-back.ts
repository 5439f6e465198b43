import { Effect } from "effect"
import type { Origin } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { tryDevice } from "../execution/execute-device.ts"
import { type Claimant, isHeldBy, readClaim, releaseAsRead } from "./claims.ts"
import { standing, takerOf } from "./survey.ts"

const NOT_TAKEN = "the registration was not taken"

/**
 * Gives claims back that were made for a life of a device which is not to begin. Two nodes that carry out one command share its
 * claims, and an append may still be on its way: so the life is voided first, and the claims of one that has begun are kept.
 */
export const giveBack = Effect.fnUntraced(function* (
  streams: ReadonlyArray<string>,
  claimant: Claimant,
  origin: Origin,
) {
  const held = (yield* Effect.forEach(streams, readClaim)).filter((claim) => isHeldBy(claim, claimant))
  if (held.length === 0) return
  const { deviceId, life } = claimant
  const devices = yield* Devices
  const { end } = yield* devices.load(deviceId)
  const command = { type: "VoidRegistration", life, reason: NOT_TAKEN } as const
  // Whoever was first, the device or this, decides.
  yield* tryDevice({ deviceId, at: end.revision, command }, takerOf(claimant, `${life}`)).pipe(
    Effect.catchTag("WrongExpectedRevision", () => Effect.void),
  )
  const { device } = (yield* devices.load(deviceId)).process
  for (const claim of held)
    if (standing(device, claimant, claim.stream) === "over")
      yield* releaseAsRead(claim, claimant, NOT_TAKEN, origin)
})
