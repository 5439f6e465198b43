import { describe, expect, it } from "vitest"
import { type MachineSpec, match, registrationOutcome, WEIGHTS } from "#domain/hardware"
import { AFTER, BEFORE, capture, disk, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { ALWAYS, NEW_BOARD, REPAIRS, without } from "../../support/repairs.ts"

const WLAN = NOTEBOOK.adapters[1]
const WEIGHT_OF: { readonly [component: string]: { readonly weight: number; readonly why: string } } = WEIGHTS

/** How the sentence of a component has to go on, by what was and is there. */
const saidOf = (before: string | null, after: string | null): RegExp => {
  if (before === after) return / is the same \(/
  if (before === null) return / was missing before and is there now \(/
  if (after === null) return / was there before and is missing now \(/
  return before.split(", ").some((value) => after.split(", ").includes(value))
    ? / is the same in part \(/
    : / is another one \(/
}

describe("a device after a repair", () => {
  for (const { after, before = NOTEBOOK, change, changes, score, verdict } of REPAIRS) {
    const found = match(capture(before, BEFORE), capture(after, AFTER))
    const expected = { ...changes, ...ALWAYS }

    it(`is ${verdict} after: ${change}`, () => {
      expect([found.verdict, found.score]).toEqual([verdict, score])
    })

    it(`has evidence of each component after: ${change}`, () => {
      const differing = found.evidence.filter(({ before, after }) => before !== after)
      expect(
        Object.fromEntries(differing.map((line) => [line.component, [line.before, line.after]])),
      ).toEqual(expected)
      for (const { after, before, component, says, weight } of found.evidence) {
        expect(weight).toBe(WEIGHT_OF[component]?.weight)
        expect(says).toMatch(saidOf(before, after))
        expect(says).toContain(WEIGHT_OF[component]?.why)
      }
    })
  }
})

describe("a device without TPM", () => {
  const old = without(NOTEBOOK, "ekModulus")
  it.each([
    ["captured again", old, "same"],
    ["with another disk", { ...old, disks: [disk("DISK_NEW.")] }, "changed"],
    [
      "with another motherboard",
      { ...old, ...without(NEW_BOARD as unknown as MachineSpec, "ekModulus") },
      "replaced",
    ],
    ["beside another machine", without(NEIGHBOUR, "ekModulus"), "different"],
  ] as const)("%s", (_change, after, verdict) => {
    expect(match(capture(old), capture(after, AFTER)).verdict).toBe(verdict)
  })
})

describe("the evidence of a comparison", () => {
  const { verdict, score, evidence } = match(
    capture(NOTEBOOK),
    capture({ ...NOTEBOOK, disks: [disk("DISK_NEW.")], memoryGiB: 32 }, AFTER),
  )
  const of = (component: string) => evidence.find((line) => line.component === component)

  it("says in a sentence what each component was, is and means", () => {
    expect(verdict).toBe("changed")
    expect(score).toBe(93)
    expect(of("systemDisk")).toEqual({
      component: "systemDisk",
      before: "DISK_42.",
      after: "DISK_NEW.",
      relation: "differs",
      weight: 10,
      says: "The system disk is another one (counts more than other disks; may be replaced).",
    })
    expect(of("system")?.before).toBe("CONTOSO | CONTOSO BOOK 1 | CTS-0000042")
  })

  it("names what does not count only where it changed", () => {
    expect(of("memory")).toMatchObject({ before: "16 GiB", after: "32 GiB", weight: 0 })
    expect(of("osBuild")).toMatchObject({ relation: "differs", weight: 0 })
    expect(of("videoAdapters")).toBeUndefined()
  })

  it("shows the TPM's key as a short fingerprint only", () => {
    expect(of("tpmKey")?.before).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/)
    expect(JSON.stringify(evidence)).not.toContain(capture(NOTEBOOK).ekDigest)
  })
})

describe("the registration of a machine", () => {
  const known = (deviceId: string, tenant: string, before: MachineSpec, after: MachineSpec) => ({
    deviceId,
    tenant,
    verdict: match(capture(before), capture(after, AFTER)),
  })
  const outcome = (
    after: MachineSpec,
    ...registered: ReadonlyArray<readonly [string, string, MachineSpec]>
  ) =>
    registrationOutcome(
      "contoso",
      registered.map(([deviceId, tenant, before]) => known(deviceId, tenant, before, after)),
    )
  const changed = { ...NOTEBOOK, disks: [disk("DISK_NEW.")] }
  const newBoard = { ...NOTEBOOK, ...NEW_BOARD }

  it("is new where no registration matches", () => {
    expect(outcome(NOTEBOOK)).toEqual({ outcome: "new" })
    expect(outcome(NOTEBOOK, ["d1", "fabrikam", NEIGHBOUR], ["d2", "contoso", NEIGHBOUR])).toEqual({
      outcome: "new",
    })
  })

  it("is refused without a word about the other tenant where one has it, whatever else matches", () => {
    const elsewhere = { outcome: "registered elsewhere" }
    for (const after of [NOTEBOOK, changed, newBoard])
      expect(outcome(after, ["d1", "contoso", NOTEBOOK], ["d2", "fabrikam", NOTEBOOK])).toEqual(elsewhere)
  })

  it("is refused where several own devices match", () => {
    expect(outcome(NOTEBOOK, ["d1", "contoso", NOTEBOOK], ["d2", "contoso", changed])).toEqual({
      outcome: "not unique",
      deviceIds: ["d1", "d2"],
    })
  })

  it("counts a device once, however many of its keys led to it", () => {
    expect(outcome(NOTEBOOK, ["d1", "contoso", NOTEBOOK], ["d1", "contoso", NOTEBOOK])).toMatchObject({
      outcome: "already registered",
      deviceId: "d1",
      rehash: false,
    })
  })

  it("finds the device registered already, and asks for the new hash to be kept where parts changed", () => {
    expect(outcome(changed, ["d1", "contoso", NOTEBOOK])).toMatchObject({
      outcome: "already registered",
      deviceId: "d1",
      rehash: true,
      verdict: { verdict: "changed" },
    })
  })

  it("asks to deregister first where the board was replaced", () => {
    expect(outcome(newBoard, ["d1", "contoso", NOTEBOOK])).toMatchObject({
      outcome: "hardware replaced",
      deviceId: "d1",
    })
  })

  it("is ambiguous with a board scavenged from another registered device, until both are deregistered", () => {
    const scavenged = { ...NEIGHBOUR, adapters: [NEIGHBOUR.adapters[0], WLAN], disks: NOTEBOOK.disks }
    expect(outcome(scavenged, ["d1", "contoso", NOTEBOOK], ["d2", "contoso", NEIGHBOUR])).toEqual({
      outcome: "not unique",
      deviceIds: ["d1", "d2"],
    })
  })
})
