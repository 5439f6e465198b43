import { Effect, Result } from "effect"
import { readCsv } from "#adapters/csv"
import { planOf, type VirtualDevice } from "#adapters/simulator"
import { decodeHash, type HardwareReport } from "#domain/hardware"
import { taken } from "./second-file.ts"

/** The people of the demo. Only the last one is not in Contoso's directory. */
export const PEOPLE = {
  licensed: [
    ["ann@contoso.com", "Ann"],
    ["ben@contoso.com", "Ben"],
    ["cleo@contoso.com", "Cleo"],
  ],
  unlicensed: ["dan@contoso.com", "Dan"],
  stranger: "eve@fabrikam.com",
} as const

/** A device that was captured by the script: its serial number and what its hash says. */
export interface Captured {
  readonly serialNumber: string
  readonly report: HardwareReport
}

/** The devices of an import file. */
export const capturedIn = Effect.fnUntraced(function* (file: Uint8Array) {
  const { rows } = yield* Effect.fromResult(readCsv(file))
  return yield* Effect.forEach(rows, ({ hash, serialNumber }) =>
    Effect.fromResult(
      Result.map(decodeHash(hash), ({ report }): Captured => ({ serialNumber: serialNumber ?? "", report })),
    ),
  )
})

const [ann, ben, cleo] = PEOPLE.licensed.map(([upn]) => upn)
const castWith = (licensed: string | undefined) => ({
  licensed: licensed ?? "",
  unlicensed: PEOPLE.unlicensed[0],
  stranger: PEOPLE.stranger,
})

/** Everything that is switched on: who has which device, and what it goes through. */
export const demoDevices = ([first, second, third]: readonly [
  Captured,
  Captured,
  Captured,
]): ReadonlyArray<VirtualDevice> => {
  const device = (
    { report, serialNumber }: Captured,
    plan: Parameters<typeof planOf>[0],
    licensed: string | undefined,
    says = planOf(plan).says,
  ): VirtualDevice => ({
    name: serialNumber,
    report,
    plan: { ...planOf(plan), says },
    cast: castWith(licensed),
  })
  return [
    device(first, "straight", ann),
    device(
      second,
      "straight",
      ben,
      "has no profile of its own, gets the default one, and goes straight through",
    ),
    device(third, "wrong-tenant", cleo),
    device(taken("retried"), "app-retried", cleo),
    device(taken("timedOut"), "page-timed-out", ann),
    device(taken("unlicensed"), "no-licence", ben),
  ]
}
