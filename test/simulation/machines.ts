import { Result } from "effect"
import {
  buildReport,
  encodeHash,
  type HardwareReport,
  type HardwareSummary,
  type MachineSpec,
  summarise,
} from "#domain/hardware"
import { disk, ek, lan, NOTEBOOK, wlan } from "../support/machines.ts"

const machine = (number: number): MachineSpec => ({
  ...NOTEBOOK,
  serialNumber: `SIM-${number}`,
  uuid: `5e1c7f52-66a0-4d0e-9a6f-2f8d1c3b4a0${number}`,
  ekModulus: ek(`machine ${number}`),
  productKeyId: `330000000000${number}`,
  adapters: [lan(`02-00-5E-00-0${number}-01`), wlan(`02-00-5E-00-0${number}-02`)],
  disks: [disk(`DISK_${number}.`)],
})

/** A machine as it was captured once. */
export interface Capture {
  readonly hash: string
  readonly hardware: HardwareSummary
}

const captureOf = (report: HardwareReport): Capture => ({
  hash: Result.getOrThrow(encodeHash(report)),
  hardware: Result.getOrThrow(summarise(report)),
})

/** The machines that everybody wants, each captured at three times: never the same bytes. */
export const MACHINES: ReadonlyArray<ReadonlyArray<Capture>> = [0, 1, 2, 3, 4].map((number) =>
  [1, 2, 3].map((month) =>
    captureOf(
      buildReport(machine(number), {
        at: `2026-0${month}-01T00:00:00Z`,
        osBuild: `10.0.26100.400${month}`,
        toolVersion: 9,
      }),
    ),
  ),
)
