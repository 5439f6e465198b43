import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { DeviceFact } from "#domain/device"
import { type HardwareSummary, partKeys } from "#domain/hardware"
import { hardwareParts, partHolders } from "#projections/hardware-parts"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { record, TENANT } from "../../support/recorded-facts.ts"
import { registered, someHardware } from "../../support/told-facts.ts"

const disk = (serialNumber: string) => ({ serialNumber, model: "Disk 1", capacityGB: 256 })

const WITH_A = someHardware({ adapters: [], disks: [disk("A-1")] })
const WITH_B = someHardware({ adapters: [], disks: [disk("B-2")], serialNumber: "CTS-0000043" })

const rehashed = (hardware: HardwareSummary): DeviceFact => ({
  type: "HardwareRehashed",
  data: { hardware, claims: [], verdict: "changed", score: 90, evidence: [] },
})

const holdersOf = Effect.fnUntraced(function* (...machines: ReadonlyArray<HardwareSummary>) {
  yield* caughtUp
  const digests = machines.flatMap((machine) => partKeys(machine).map(({ digest }) => digest))
  return (yield* partHolders(digests)).map(({ deviceId, serialNumber }) => `${deviceId} ${serialNumber}`)
})

const world = () => Effect.provide(readModelWorld(hardwareParts))

it.effect("given a part of two registrations, then both are found, with what is told of them", () =>
  Effect.gen(function* () {
    yield* record("device-d1", registered({ hardware: WITH_A }))
    yield* record("device-d2", registered({ hardware: { ...WITH_B, disks: [disk("B-2"), disk("A-1")] } }))
    expect(yield* holdersOf(WITH_A)).toEqual(["d1 CTS-0000042", "d2 CTS-0000043"])
    expect(yield* holdersOf(WITH_B)).toEqual(["d2 CTS-0000043"])
    const [first] = yield* partHolders(partKeys(WITH_A).map(({ digest }) => digest))
    expect(first?.tenantId).toBe(TENANT)
  }).pipe(world()),
)

it.effect("given a device with another hash, then its old parts are its own no more", () =>
  Effect.gen(function* () {
    yield* record("device-d1", registered({ hardware: WITH_A }), rehashed(WITH_B))
    expect(yield* holdersOf(WITH_A)).toEqual([])
    expect(yield* holdersOf(WITH_B)).toEqual(["d1 CTS-0000043"])
  }).pipe(world()),
)

it.effect("given a device that left, then none of its parts is found", () =>
  Effect.gen(function* () {
    yield* record("device-d1", registered({ hardware: WITH_A }))
    yield* record("device-d1", { type: "DeviceDeregistered", data: { reason: "sold" } })
    expect(yield* holdersOf(WITH_A)).toEqual([])
  }).pipe(world()),
)
