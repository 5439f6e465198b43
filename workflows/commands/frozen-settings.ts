import { Effect } from "effect"
import type { DeviceState } from "#domain/device"
import { MachineLibrary } from "./machines.ts"

/** The settings that are frozen into the running attempt of a device, null without one. */
export const frozenSettings = Effect.fnUntraced(function* ({ attempt }: DeviceState) {
  if (attempt === null) return null
  const machines = yield* (yield* MachineLibrary).with([attempt.profile])
  return machines(attempt.profile).settings
})
