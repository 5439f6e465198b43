import { Effect, Result } from "effect"
import { captureAnew, type FleetRow, factoryReport, importFileOf, virtualMachine } from "#adapters/simulator"
import { encodeHash, type HardwareReport } from "#domain/hardware"

const SEED = "demo"

/** The machines of the second file that are taken, and what each is for. */
export const TAKEN = { retried: 1, timedOut: 2, unlicensed: 3 } as const
const DAMAGED = 4
const NAMELESS = 5

const reportOf = (number: number): HardwareReport => factoryReport(virtualMachine(SEED, number))
const serialOf = (number: number): string => virtualMachine(SEED, number).serialNumber
const hashOf = (number: number): string => Result.getOrThrow(encodeHash(reportOf(number)))

/** The last character is missing, as when a cell was cut: nothing but null data is lost. */
const unpadded = (hash: string): string => hash.slice(0, -1)

/** Where a single wrong character falls into the processor's record. */
const DAMAGED_AT = 60
const damaged = (hash: string): string =>
  hash.slice(0, DAMAGED_AT) + (hash[DAMAGED_AT] === "A" ? "B" : "A") + hash.slice(DAMAGED_AT + 1)

/** The virtual machines that the second file brings in, by what they are for. */
export const taken = (which: keyof typeof TAKEN) => ({
  serialNumber: serialOf(TAKEN[which]),
  report: reportOf(TAKEN[which]),
})

/**
 * An import file with the mistakes that real ones have, and a Group Tag column.
 *
 * @param known a device that the first file has registered
 */
export const secondFile = Effect.fnUntraced(function* (known: {
  readonly serialNumber: string
  readonly report: HardwareReport
}) {
  const { retried, timedOut, unlicensed } = TAKEN
  const rows: ReadonlyArray<FleetRow> = [
    { serialNumber: serialOf(retried), hash: unpadded(hashOf(retried)), groupTag: "sales" },
    { serialNumber: serialOf(DAMAGED), hash: damaged(hashOf(DAMAGED)), groupTag: "sales" },
    { serialNumber: serialOf(retried), hash: yield* captureAnew(reportOf(retried)), groupTag: "sales" },
    { serialNumber: "", hash: hashOf(NAMELESS), groupTag: "sales" },
    { serialNumber: known.serialNumber, hash: yield* captureAnew(known.report), groupTag: "" },
    { serialNumber: serialOf(timedOut), hash: hashOf(timedOut), groupTag: "lab" },
    { serialNumber: serialOf(unlicensed), hash: hashOf(unlicensed), groupTag: "sales" },
  ]
  return importFileOf(rows)
})
