import { createHash } from "node:crypto"
import type { MachineSpec, VerdictKind } from "#domain/hardware"
import { AFTER, BEFORE, disk, ek, lan, NEIGHBOUR, NOTEBOOK, wlan } from "./machines.ts"

/** A machine without some of what it has. */
export const without = (machine: MachineSpec, ...fields: ReadonlyArray<keyof MachineSpec>): MachineSpec => {
  const kept = Object.entries(machine).filter(([field]) => !fields.some((gone) => gone === field))
  return Object.fromEntries(kept) as unknown as MachineSpec
}

/** How the key of a TPM is shown: SHA-256 of the modulus, its first twelve digits in groups. */
const shownEk = (name: string): string =>
  createHash("sha256").update(ek(name)).digest("hex").slice(0, 12).match(/..../g)!.join("-")

/** What changes with the board: TPM, UUID and the key in the firmware. The repairer writes the serial number. */
export const NEW_BOARD = {
  uuid: "c0ffee00-1111-4222-8333-444455556666",
  ekModulus: ek("new board"),
  productKeyId: "3300000099999",
}
const [LAN, WLAN] = NOTEBOOK.adapters
const OTHER_LAN = lan("02-00-5E-00-99-01")
const OTHER_WLAN = wlan("02-00-5E-00-99-02")
const ADD_IN = lan("02-00-5E-00-AA-01")
const OTHER_ADD_IN = lan("02-00-5E-00-BB-01")
/** A board that was in use before, with the identity it had there. */
const USED_BOARD = {
  uuid: NEIGHBOUR.uuid,
  ekModulus: NEIGHBOUR.ekModulus,
  productKeyId: NEIGHBOUR.productKeyId,
}

const macs = (...adapters: ReadonlyArray<{ readonly mac: string }>): string =>
  adapters
    .map(({ mac }) => mac)
    .toSorted()
    .join(", ")

/** Values of a component before and after; null where it has none. */
type Change = readonly [before: string | null, after: string | null]

const BOARD: { readonly [component: string]: Change } = {
  tpmKey: [shownEk("notebook"), shownEk("new board")],
  smbiosUuid: [NOTEBOOK.uuid, NEW_BOARD.uuid],
  productKeyId: [NOTEBOOK.productKeyId, NEW_BOARD.productKeyId],
}
const USED: { readonly [component: string]: Change } = {
  tpmKey: [shownEk("notebook"), shownEk("neighbour")],
  smbiosUuid: [NOTEBOOK.uuid, NEIGHBOUR.uuid],
  productKeyId: [NOTEBOOK.productKeyId, NEIGHBOUR.productKeyId],
}
const NEW_DISK: Change = ["DISK_42.", "DISK_NEW."]
const adapters = (...after: ReadonlyArray<{ readonly mac: string }>): Change => [
  macs(LAN, WLAN),
  macs(...after),
]

/** A row of the guidance: what was done to the notebook, and what its next hash has to come to. */
export interface Repair {
  readonly change: string
  /** What Microsoft says: whether the device is still recognised, and what to do. */
  readonly guidance: string
  /** The machine before, where it is not the notebook as it is. */
  readonly before?: MachineSpec
  readonly after: MachineSpec
  readonly verdict: VerdictKind
  readonly score: number
  /** Every component that differs, beside the build of Windows. */
  readonly changes: { readonly [component: string]: Change }
}

/** What differs between any two captures here: time, build and tool. */
export const ALWAYS: { readonly [component: string]: Change } = {
  osBuild: [BEFORE.osBuild, AFTER.osBuild],
}

/**
 * Microsoft's motherboard replacement guidance, row by row, as far as a hash can show it.
 * Source: Microsoft Learn, "Windows Autopilot motherboard replacement scenario guidance" (2025-08-13); where it is
 * silent, the Windows Autopilot FAQ (2020).
 */
export const REPAIRS: ReadonlyArray<Repair> = [
  {
    change: "memory",
    guidance: "recognised; no new hash",
    after: { ...NOTEBOOK, memoryGiB: 64 },
    verdict: "same",
    score: 100,
    changes: { memory: ["16 GiB", "64 GiB"] },
  },
  {
    change: "video card",
    guidance: "recognised; no new hash",
    after: { ...NOTEBOOK, videoAdapter: "Fabrikam|Fabrikam RTX" },
    verdict: "same",
    score: 100,
    changes: { videoAdapters: ["CONTOSO|CONTOSO GRAPHICS", "FABRIKAM|FABRIKAM RTX"] },
  },
  {
    change:
      "power supply, card reader, sound or expansion card, microphone, webcam, fan, heat sink, CMOS battery",
    guidance: "recognised; no new hash",
    after: NOTEBOOK,
    verdict: "same",
    score: 100,
    changes: {},
  },
  {
    change: "firmware (ROM), with that of the TPM",
    guidance: "recognised; no new hash",
    after: { ...NOTEBOOK, tpmVersion: "TPM-Version:2.0 -Level:0-Revision:1.59-VendorID:'CTS '-Firmware:2.0" },
    verdict: "same",
    score: 100,
    changes: {
      tpmVersion: [
        "TPM-Version:2.0 -Level:0-Revision:1.59-VendorID:'CTS '-Firmware:1.1",
        "TPM-Version:2.0 -Level:0-Revision:1.59-VendorID:'CTS '-Firmware:2.0",
      ],
    },
  },
  {
    change: "disk, new or of a device that is not registered",
    guidance: "recognised as its former self; do not deregister",
    after: { ...NOTEBOOK, disks: [disk("DISK_NEW.")] },
    verdict: "changed",
    score: 93,
    changes: { systemDisk: NEW_DISK },
  },
  {
    change: "a second disk was added",
    guidance: "not in the guidance",
    after: { ...NOTEBOOK, disks: [disk("DISK_42."), disk("DISK_43.")] },
    verdict: "changed",
    score: 100,
    changes: { otherDisks: [null, "DISK_43."] },
  },
  {
    change: "disk of another registered device",
    guidance: "only if the donor was deregistered first",
    after: { ...NOTEBOOK, disks: NEIGHBOUR.disks },
    verdict: "changed",
    score: 93,
    changes: { systemDisk: ["DISK_42.", "DISK_77."] },
  },
  {
    change: "Windows was installed again, another build",
    guidance: "recognised; same tenant as before",
    after: NOTEBOOK,
    verdict: "same",
    score: 100,
    changes: {},
  },
  {
    change: "network card",
    guidance: "perhaps not a new device; take a new hash",
    after: { ...NOTEBOOK, adapters: [OTHER_LAN, WLAN] },
    verdict: "changed",
    score: 96,
    changes: { networkAdapters: adapters(OTHER_LAN, WLAN) },
  },
  {
    change: "Wi-Fi card",
    guidance: "not tested; take a new hash",
    after: { ...NOTEBOOK, adapters: [LAN, OTHER_WLAN] },
    verdict: "changed",
    score: 96,
    changes: { networkAdapters: adapters(LAN, OTHER_WLAN) },
  },
  {
    change: "add-in network card was added",
    guidance: "not supported",
    after: { ...NOTEBOOK, adapters: [LAN, WLAN, ADD_IN] },
    verdict: "changed",
    score: 96,
    changes: { networkAdapters: adapters(LAN, WLAN, ADD_IN) },
  },
  {
    change: "add-in network card was swapped for another",
    guidance: "not supported",
    before: { ...NOTEBOOK, adapters: [LAN, WLAN, ADD_IN] },
    after: { ...NOTEBOOK, adapters: [LAN, WLAN, OTHER_ADD_IN] },
    verdict: "changed",
    score: 96,
    changes: { networkAdapters: [macs(LAN, WLAN, ADD_IN), macs(LAN, WLAN, OTHER_ADD_IN)] },
  },
  {
    change: "docking station with an adapter of its own",
    guidance: "removable adapters should not count",
    after: { ...NOTEBOOK, adapters: [LAN, WLAN, { ...OTHER_LAN, bus: "USB" }] },
    verdict: "same",
    score: 100,
    changes: {},
  },
  {
    change: "processor",
    guidance: "not tested",
    after: {
      ...NOTEBOOK,
      processor: { manufacturer: "GenuineIntel", model: "Contoso CPU 2000", cores: 8, threads: 16 },
    },
    verdict: "changed",
    score: 96,
    changes: { processor: ["CONTOSO CPU 1000 @ 2.00GHZ", "CONTOSO CPU 2000"] },
  },
  {
    change: "daughterboard",
    guidance: "not tested",
    after: NOTEBOOK,
    verdict: "same",
    score: 100,
    changes: {},
  },
  {
    change: "disk, Wi-Fi card and network card at once",
    guidance: "not in the guidance",
    after: { ...NOTEBOOK, disks: [disk("DISK_NEW.")], adapters: [OTHER_LAN, OTHER_WLAN] },
    verdict: "changed",
    score: 86,
    changes: { systemDisk: NEW_DISK, networkAdapters: adapters(OTHER_LAN, OTHER_WLAN) },
  },
  {
    change: "serial number rewritten in the firmware",
    guidance: "not in the guidance",
    after: { ...NOTEBOOK, serialNumber: "CTS-REWRITTEN" },
    verdict: "changed",
    score: 82,
    changes: {
      system: ["CONTOSO | CONTOSO BOOK 1 | CTS-0000042", "CONTOSO | CONTOSO BOOK 1 | CTS-REWRITTEN"],
    },
  },
  {
    change: "TPM was switched off",
    guidance: "not in the guidance",
    after: without(NOTEBOOK, "ekModulus"),
    verdict: "changed",
    score: 100,
    changes: {
      tpmKey: [shownEk("notebook"), null],
      tpmVersion: ["TPM-Version:2.0 -Level:0-Revision:1.59-VendorID:'CTS '-Firmware:1.1", null],
    },
  },
  {
    change: "TPM",
    guidance: "new device: new hash",
    after: { ...NOTEBOOK, ekModulus: ek("new tpm") },
    verdict: "replaced",
    score: 64,
    changes: { tpmKey: [shownEk("notebook"), shownEk("new tpm")] },
  },
  {
    change: "motherboard with TPM; the only network card went with it",
    guidance: "not recognised: deregister, new hash, register",
    before: { ...NOTEBOOK, adapters: [LAN] },
    after: { ...NOTEBOOK, ...NEW_BOARD, adapters: [OTHER_LAN] },
    verdict: "replaced",
    score: 32,
    changes: { ...BOARD, networkAdapters: [LAN.mac, OTHER_LAN.mac] },
  },
  {
    change: "motherboard with TPM; a second network card stays",
    guidance: "not supported: whose card is it?",
    after: { ...NOTEBOOK, ...NEW_BOARD, adapters: [OTHER_LAN, WLAN] },
    verdict: "replaced",
    score: 35,
    changes: { ...BOARD, networkAdapters: adapters(OTHER_LAN, WLAN) },
  },
  {
    change: "motherboard; network card, disk and Wi-Fi card stay",
    guidance: "not recognised: deregister, new hash, register",
    after: { ...NOTEBOOK, ...NEW_BOARD },
    verdict: "replaced",
    score: 39,
    changes: BOARD,
  },
  {
    change: "motherboard; network card stays, disk and Wi-Fi card are new",
    guidance: "not recognised: deregister, new hash, register",
    after: { ...NOTEBOOK, ...NEW_BOARD, disks: [disk("DISK_NEW.")], adapters: [LAN, OTHER_WLAN] },
    verdict: "replaced",
    score: 28,
    changes: { ...BOARD, systemDisk: NEW_DISK, networkAdapters: adapters(LAN, OTHER_WLAN) },
  },
  {
    change: "motherboard; network card and Wi-Fi card stay, disk is new",
    guidance: "not recognised: deregister, new hash, register",
    after: { ...NOTEBOOK, ...NEW_BOARD, disks: [disk("DISK_NEW.")] },
    verdict: "replaced",
    score: 32,
    changes: { ...BOARD, systemDisk: NEW_DISK },
  },
  {
    change: "used motherboard of a device that never was registered",
    guidance: "not recognised: deregister, new hash, register",
    after: { ...NOTEBOOK, ...USED_BOARD },
    verdict: "replaced",
    score: 39,
    changes: USED,
  },
  {
    change: "used motherboard of a registered device",
    guidance: "deregister both, new hash, register",
    after: { ...NOTEBOOK, ...USED_BOARD, adapters: [NEIGHBOUR.adapters[0], WLAN] },
    verdict: "replaced",
    score: 35,
    changes: { ...USED, networkAdapters: adapters(NEIGHBOUR.adapters[0], WLAN) },
  },
  {
    change: "motherboard; nobody wrote the identity into its firmware",
    guidance: "not supported: a new hash does not help",
    after: { ...NOTEBOOK, ...NEW_BOARD, serialNumber: "Default string", adapters: [OTHER_LAN, WLAN] },
    verdict: "replaced",
    score: 21,
    changes: {
      ...BOARD,
      system: ["CONTOSO | CONTOSO BOOK 1 | CTS-0000042", null],
      networkAdapters: adapters(OTHER_LAN, WLAN),
    },
  },
  {
    change: "motherboard of a device without TPM",
    guidance: "not recognised: deregister, new hash, register; user-driven only",
    before: without(NOTEBOOK, "ekModulus"),
    after: { ...without(NOTEBOOK, "ekModulus"), uuid: NEW_BOARD.uuid, productKeyId: NEW_BOARD.productKeyId },
    verdict: "replaced",
    score: 61,
    changes: { smbiosUuid: BOARD.smbiosUuid!, productKeyId: BOARD.productKeyId! },
  },
  {
    change: "motherboard with a new product key in its firmware",
    guidance: "not recognised: deregister, new hash, register",
    after: { ...NOTEBOOK, ...NEW_BOARD, adapters: [OTHER_LAN, OTHER_WLAN] },
    verdict: "replaced",
    score: 32,
    changes: { ...BOARD, networkAdapters: adapters(OTHER_LAN, OTHER_WLAN) },
  },
  {
    change: "motherboard with the old product key id",
    guidance: "not in the guidance",
    after: { ...NOTEBOOK, ...NEW_BOARD, productKeyId: NOTEBOOK.productKeyId },
    verdict: "replaced",
    score: 46,
    changes: { tpmKey: BOARD.tpmKey!, smbiosUuid: BOARD.smbiosUuid! },
  },
  {
    change: "motherboard; the key is in the image only, or in none",
    guidance: "key in the image: as above; no key at all: not supported",
    after: { ...without(NOTEBOOK, "productKeyId"), uuid: NEW_BOARD.uuid, ekModulus: NEW_BOARD.ekModulus },
    verdict: "replaced",
    score: 42,
    changes: {
      tpmKey: BOARD.tpmKey!,
      smbiosUuid: BOARD.smbiosUuid!,
      productKeyId: [NOTEBOOK.productKeyId, null],
    },
  },
  {
    change: "nothing: another machine of the series",
    guidance: "another device",
    after: NEIGHBOUR,
    verdict: "different",
    score: 6,
    changes: {
      ...USED,
      system: ["CONTOSO | CONTOSO BOOK 1 | CTS-0000042", "CONTOSO | CONTOSO BOOK 1 | CTS-0000077"],
      systemDisk: ["DISK_42.", "DISK_77."],
      networkAdapters: adapters(...NEIGHBOUR.adapters),
    },
  },
  {
    change: "nothing: another machine, with this one's disk",
    guidance: "another device",
    after: { ...NEIGHBOUR, disks: NOTEBOOK.disks },
    verdict: "different",
    score: 14,
    changes: {
      ...USED,
      system: ["CONTOSO | CONTOSO BOOK 1 | CTS-0000042", "CONTOSO | CONTOSO BOOK 1 | CTS-0000077"],
      networkAdapters: adapters(...NEIGHBOUR.adapters),
    },
  },
  {
    change: "nothing: another machine, with this one's Wi-Fi card",
    guidance: "another device",
    after: { ...NEIGHBOUR, adapters: [NEIGHBOUR.adapters[0], WLAN] },
    verdict: "different",
    score: 10,
    changes: {
      ...USED,
      system: ["CONTOSO | CONTOSO BOOK 1 | CTS-0000042", "CONTOSO | CONTOSO BOOK 1 | CTS-0000077"],
      systemDisk: ["DISK_42.", "DISK_77."],
      networkAdapters: adapters(NEIGHBOUR.adapters[0], WLAN),
    },
  },
]
