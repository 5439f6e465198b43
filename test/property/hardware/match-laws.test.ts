import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { identityKeys, type MachineSpec, match } from "#domain/hardware"
import { AFTER, capture, disk, ek, lan, wlan } from "../../support/machines.ts"

const pick = (...values: ReadonlyArray<string>) => fc.constantFrom(...values)

/** Machines with few values each, so that any two often have something in common. */
const machines: fc.Arbitrary<MachineSpec> = fc
  .record({
    serialNumber: pick("CTS-1", "CTS-2", "Default string"),
    uuid: pick(
      "9f2b6c1e-0a41-4f7b-9d7e-5f6a7b8c9d01",
      "9f2b6c1e-0a41-4f7b-9d7e-5f6a7b8c9d02",
      "00000000-0000-0000-0000-000000000000",
    ),
    key: fc.option(pick("one", "two")),
    productKeyId: pick("3300000000001", "3300000000002"),
    lan: pick("02-00-5E-00-00-01", "02-00-5E-00-00-02"),
    wlan: pick("02-00-5E-00-00-03", "02-00-5E-00-00-04"),
    disks: fc.uniqueArray(pick("D1", "D2", "D3"), { maxLength: 2 }),
    memoryGiB: fc.constantFrom(16, 32),
  })
  .map(({ key, lan: wired, wlan: wireless, disks, ...rest }) => ({
    manufacturer: "Contoso",
    model: "Book",
    ...rest,
    ...(key === null ? {} : { ekModulus: ek(key) }),
    adapters: [lan(wired), wlan(wireless)],
    disks: disks.map(disk),
  }))

describe("matching two captures", () => {
  it("finds a machine the same at every later capture, with full score", () => {
    fc.assert(
      fc.property(machines, (machine) => {
        expect(match(capture(machine), capture(machine, AFTER))).toMatchObject({
          verdict: "same",
          score: 100,
        })
      }),
    )
  })

  it("gives the same verdict and score in either direction", () => {
    fc.assert(
      fc.property(machines, machines, (one, other) => {
        const there = match(capture(one), capture(other))
        const back = match(capture(other), capture(one))
        expect({ verdict: back.verdict, score: back.score }).toEqual({
          verdict: there.verdict,
          score: there.score,
        })
      }),
      { numRuns: 200 },
    )
  })

  it("never calls two machines different that have an identity key in common", () => {
    fc.assert(
      fc.property(machines, machines, (one, other) => {
        const keys = identityKeys(capture(one)).map((key) => JSON.stringify(key))
        const shared = identityKeys(capture(other)).some((key) => keys.includes(JSON.stringify(key)))
        if (shared) expect(match(capture(one), capture(other)).verdict).not.toBe("different")
      }),
      { numRuns: 300 },
    )
  })

  it("never takes two TPM keys for one device", () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const verdict = match(
          capture({ ...machine, ekModulus: ek("mine") }),
          capture({ ...machine, ekModulus: ek("yours") }),
        ).verdict
        expect(verdict).toBe("replaced")
      }),
    )
  })
})
