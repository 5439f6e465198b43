import { Effect } from "effect"
import type { DeviceState } from "#domain/device"
import { frozenOf } from "#workflows/engine"
import { MachineLibrary } from "../execution/machines.ts"

/** The settings that are frozen into the running attempt of a device, with the page that was chosen for it; null without one. */
export const frozenSettings = Effect.fnUntraced(function* (device: DeviceState) {
  if (device.attempt === null) return null
  const machines = yield* (yield* MachineLibrary).with([device.attempt.profile])
  return frozenOf(device, "attempt", machines)?.settings ?? null
})
