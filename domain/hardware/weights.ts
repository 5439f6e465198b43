/**
 * What each component counts when two captures are compared, and why. Microsoft does not publish its weights: these
 * are Flightlog's, chosen so that the repairs of Microsoft's motherboard replacement page come out as it says.
 *
 * `identity` tells devices apart, and one in common is enough never to be strangers. `part` can move to another device.
 * `ignored` is shown where it changed, and counts nothing.
 */
export const WEIGHTS = {
  tpmKey: { role: "identity", weight: 50, why: "burnt into the TPM; it cannot be carried to another board" },
  smbiosUuid: { role: "identity", weight: 25, why: "written once per board" },
  system: {
    role: "identity",
    weight: 25,
    why: "manufacturer, model and serial number; a repairer writes the old ones into a new board",
  },
  productKeyId: {
    role: "identity",
    weight: 10,
    why: "the Windows key in the firmware; a new board has a new one",
  },
  systemDisk: { role: "part", weight: 10, why: "counts more than other disks; may be replaced" },
  networkAdapters: {
    role: "part",
    weight: 10,
    why: "built-in LAN and WLAN only; removable adapters do not count",
  },
  processor: { role: "part", weight: 5, why: "seldom replaced; Microsoft has not tested it" },
  otherDisks: { role: "part", weight: 3, why: "added and removed freely" },
  sku: { role: "part", weight: 2, why: "the same on all machines of an order" },
  family: { role: "part", weight: 2, why: "the same on all machines of a series" },
  memory: { role: "ignored", weight: 0, why: "memory may be replaced without a new hash" },
  videoAdapters: { role: "ignored", weight: 0, why: "video cards may be replaced without a new hash" },
  tpmVersion: { role: "ignored", weight: 0, why: "changes with the TPM's firmware; its key stays" },
  osBuild: { role: "ignored", weight: 0, why: "changes with every update of Windows" },
} as const satisfies Record<string, Weight>

interface Weight {
  readonly role: "identity" | "part" | "ignored"
  readonly weight: number
  readonly why: string
}

export type Component = keyof typeof WEIGHTS

/** Where the lines between the verdicts are, and why there. */
export const THRESHOLDS = {
  thisDevice: {
    value: 60,
    why: "score from which a machine without a comparable TPM key is taken for the same device: its UUID and one more identity",
  },
  partsInCommon: {
    value: 2,
    why: "parts (system disk, a network adapter) from which two machines without a common identity are kin: one part alone is a donor's",
  },
  partly: {
    value: 0.5,
    why: "share of its weight that a component counts where only some of it is found again",
  },
} as const satisfies Record<string, { readonly value: number; readonly why: string }>
