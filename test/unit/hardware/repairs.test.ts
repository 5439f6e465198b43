import { describe, expect, it } from "vitest"
import { type MachineSpec, match, registrationOutcome, type VerdictKind } from "#domain/hardware"
import { AFTER, BEFORE, capture, disk, ek, lan, NEIGHBOUR, NOTEBOOK, wlan } from "../../support/machines.ts"

/** The machine without some of what it has. */
const without = (machine: MachineSpec, ...fields: ReadonlyArray<keyof MachineSpec>): MachineSpec => {
  const kept = Object.entries(machine).filter(([field]) => !fields.some((gone) => gone === field))
  return Object.fromEntries(kept) as unknown as MachineSpec
}

/** What changes with the board: TPM, UUID, LAN and the key in the firmware. The repairer writes the serial number. */
const NEW_BOARD = {
  uuid: "c0ffee00-1111-4222-8333-444455556666",
  ekModulus: ek("new board"),
  productKeyId: "3300000099999",
}
const [LAN, WLAN] = NOTEBOOK.adapters
const OTHER_LAN = lan("02-00-5E-00-99-01")
const OTHER_WLAN = wlan("02-00-5E-00-99-02")

type Row = readonly [change: string, after: MachineSpec, verdict: VerdictKind]

/** Windows Autopilot motherboard replacement guidance, row by row, as far as a hash can show it. */
const REPAIRS: ReadonlyArray<Row> = [
  ["Windows was installed again, with another build and capture tool", NOTEBOOK, "same"],
  ["memory", { ...NOTEBOOK, memoryGiB: 64 }, "same"],
  ["video card", { ...NOTEBOOK, videoAdapter: "Fabrikam|Fabrikam RTX" }, "same"],
  [
    "a docking station with an adapter was plugged in",
    { ...NOTEBOOK, adapters: [...NOTEBOOK.adapters, { ...OTHER_LAN, bus: "USB" }] },
    "same",
  ],
  ["disk", { ...NOTEBOOK, disks: [disk("DISK_NEW.")] }, "changed"],
  ["a second disk was added", { ...NOTEBOOK, disks: [disk("DISK_42."), disk("DISK_43.")] }, "changed"],
  ["disk of another device", { ...NOTEBOOK, disks: NEIGHBOUR.disks }, "changed"],
  ["network card", { ...NOTEBOOK, adapters: [OTHER_LAN, WLAN] }, "changed"],
  ["Wi-Fi card", { ...NOTEBOOK, adapters: [LAN, OTHER_WLAN] }, "changed"],
  ["an add-in network card was added", { ...NOTEBOOK, adapters: [LAN, WLAN, OTHER_LAN] }, "changed"],
  [
    "processor",
    {
      ...NOTEBOOK,
      processor: { manufacturer: "GenuineIntel", model: "Contoso CPU 2000", cores: 8, threads: 16 },
    },
    "changed",
  ],
  [
    "disk, Wi-Fi card and network card at once",
    { ...NOTEBOOK, disks: [disk("DISK_NEW.")], adapters: [OTHER_LAN, OTHER_WLAN] },
    "changed",
  ],
  ["the firmware's serial number was rewritten", { ...NOTEBOOK, serialNumber: "CTS-REWRITTEN" }, "changed"],
  ["the TPM was switched off", without(NOTEBOOK, "ekModulus"), "changed"],
  ["TPM", { ...NOTEBOOK, ekModulus: ek("new tpm") }, "replaced"],
  [
    "motherboard; Wi-Fi card and disk kept",
    { ...NOTEBOOK, ...NEW_BOARD, adapters: [OTHER_LAN, WLAN] },
    "replaced",
  ],
  [
    "motherboard; the only network card went with it",
    { ...NOTEBOOK, ...NEW_BOARD, adapters: [OTHER_LAN] },
    "replaced",
  ],
  ["motherboard; network card, disk and Wi-Fi card kept", { ...NOTEBOOK, ...NEW_BOARD }, "replaced"],
  [
    "motherboard; network card kept, disk and Wi-Fi card new",
    { ...NOTEBOOK, ...NEW_BOARD, disks: [disk("DISK_NEW.")], adapters: [LAN, OTHER_WLAN] },
    "replaced",
  ],
  [
    "motherboard; network card and Wi-Fi card kept, disk new",
    { ...NOTEBOOK, ...NEW_BOARD, disks: [disk("DISK_NEW.")] },
    "replaced",
  ],
  [
    "motherboard with the old product key id",
    { ...NOTEBOOK, ...NEW_BOARD, productKeyId: NOTEBOOK.productKeyId },
    "replaced",
  ],
  [
    "motherboard without a product key",
    { ...without(NOTEBOOK, "productKeyId"), uuid: NEW_BOARD.uuid, ekModulus: NEW_BOARD.ekModulus },
    "replaced",
  ],
  [
    "motherboard without serial number written; disk and Wi-Fi card kept",
    { ...NOTEBOOK, ...NEW_BOARD, serialNumber: "Default string", adapters: [OTHER_LAN, WLAN] },
    "replaced",
  ],
  ["nothing: it is another machine of the series", NEIGHBOUR, "different"],
  [
    "nothing: it is another machine, with this one's disk",
    { ...NEIGHBOUR, disks: NOTEBOOK.disks },
    "different",
  ],
  [
    "nothing: it is another machine, with this one's Wi-Fi card",
    { ...NEIGHBOUR, adapters: [NEIGHBOUR.adapters[0], WLAN] },
    "different",
  ],
]

describe("a device after a repair", () => {
  it.each(REPAIRS)("that changed %s", (_change, after, verdict) => {
    expect(match(capture(NOTEBOOK, BEFORE), capture(after, AFTER)).verdict).toBe(verdict)
  })
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
