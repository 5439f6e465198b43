import { Effect } from "effect"
import type { Origin } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { release } from "./claims.ts"

/** Frees the identities of a device whose registration is over; whoever meets one that was left does the same. */
export const claimAllReleased = Effect.fnUntraced(function* (deviceId: string, origin: Origin) {
  const { device } = (yield* (yield* Devices).load(deviceId)).process
  if (device.status !== "deregistered" || device.registration === null) return
  const { claims, life } = device.registration
  for (const stream of claims)
    yield* release(stream, { deviceId, life }, "the device was deregistered", origin)
})
