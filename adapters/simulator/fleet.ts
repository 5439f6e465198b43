import { Effect, Result } from "effect"
import { buildReport, encodeHash, type HardwareReport, type MachineSpec } from "#domain/hardware"
import { Administration } from "./administration.ts"
import { virtualMachine } from "./machine.ts"
import { drawPlan, type Part } from "./mix.ts"
import type { Plan } from "./plan.ts"
import { PLANS, tagOf } from "./plans.ts"
import type { Cast, VirtualDevice } from "./virtual-device.ts"

/** When and with which Windows virtual machines are captured first, at the maker's so to say. */
const FACTORY = { at: "2026-01-05T09:00:00Z", osBuild: "10.0.26100.1742" } as const

/** A machine as it was captured before it was ever switched on by its user. */
export const factoryReport = (machine: MachineSpec): HardwareReport => buildReport(machine, FACTORY)

/** What to simulate: the same wish always gives the same devices. */
export interface Fleet {
  readonly seed: string
  readonly count: number
  /** Each device draws its plan of it; without one, all plans take turns. */
  readonly mix: ReadonlyArray<Part> | null
  readonly cast: Cast
}

const turn = (index: number): Plan | undefined => PLANS[index % PLANS.length]

/** Virtual devices of a seed, each with what it goes through. */
export const virtualFleet = ({ cast, count, mix, seed }: Fleet): ReadonlyArray<VirtualDevice> =>
  Array.from({ length: count }, (_, index): ReadonlyArray<VirtualDevice> => {
    const plan = mix === null ? turn(index) : drawPlan(mix, seed, index + 1)
    const machine = virtualMachine(seed, index + 1)
    return plan === undefined
      ? []
      : [{ name: machine.serialNumber, report: factoryReport(machine), plan, cast }]
  }).flat()

const HEADER = "Device Serial Number,Windows Product ID,Hardware Hash"

/** A row of an import file. */
export interface FleetRow {
  readonly serialNumber: string
  readonly hash: string
  readonly groupTag: string
}

/** An import file of these rows, with a Group Tag column where any row has a tag. */
export const importFileOf = (rows: ReadonlyArray<FleetRow>): string => {
  const tagged = rows.some(({ groupTag }) => groupTag !== "")
  const lines = rows.map(({ groupTag, hash, serialNumber }) =>
    [serialNumber, "", hash, ...(tagged ? [groupTag] : [])].join(","),
  )
  return `${[tagged ? `${HEADER},Group Tag` : HEADER, ...lines].join("\r\n")}\r\n`
}

/** The devices that are not registered have the file of their plan's profile on their disks. */
export const withFiles = Effect.fnUntraced(function* (devices: ReadonlyArray<VirtualDevice>) {
  const { configurationFile } = yield* Administration
  return yield* Effect.forEach(devices, (device) =>
    device.plan.byFile === true
      ? Effect.map(configurationFile(tagOf(device.plan)), (file): VirtualDevice => ({ ...device, file }))
      : Effect.succeed(device),
  )
})

/**
 * The import file of virtual devices, by the hash of their first capture.
 *
 * @param groupTag of all of them; null for the tags that their plans need
 */
export const fleetFile = (devices: ReadonlyArray<VirtualDevice>, groupTag: string | null): string =>
  importFileOf(
    devices
      .filter(({ plan }) => plan.byFile !== true)
      .map(({ name, plan, report }) => ({
        serialNumber: name,
        // What was built of records fits into a hash.
        hash: Result.getOrThrow(encodeHash(report)),
        groupTag: groupTag ?? tagOf(plan),
      })),
  )
