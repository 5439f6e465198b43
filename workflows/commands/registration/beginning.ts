import { Effect } from "effect"
import { type Donor, match } from "#domain/hardware"
import { deriveId } from "#domain/kernel"
import type { MachineRef } from "#domain/profile"
import { Devices, type LoadedDevice } from "../execution/devices.ts"
import { newestLifecycle } from "../publishing/profiles.ts"
import type { Asked } from "./asked.ts"
import type { Claim } from "./claims.ts"
import { donorsOf } from "./donors.ts"
import type { Survey } from "./survey.ts"

/** What the life that a registration begins has to know. */
export interface Beginning {
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

/** Reads what the life that a registration begins has to know. */
export const readBeginning = Effect.fnUntraced(function* (found: Survey, asked: Asked) {
  const { origin, registration, tenantId } = asked
  const deviceId = (yield* formerDevice(found, asked)) ?? deriveId("device", origin.commandId)
  const device = yield* (yield* Devices).load(deviceId)
  const lifecycle = yield* newestLifecycle(tenantId)
  const donors = yield* donorsOf(registration.hardware, { deviceId, tenantId })
  return { device, lifecycle, donors } satisfies Beginning
})
