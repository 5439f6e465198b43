import { normalise, placeholderReason, real } from "./placeholders.ts"
import type { HardwareSummary } from "./summary.ts"

/** What tells a device from all others; one device at a time may own each. */
export interface IdentityKey {
  readonly kind: "ek" | "uuid" | "smbios" | "pkid"
  readonly value: string
}

/** What points at a device without proving it: parts that can move into another one. */
export interface SupportingKey {
  readonly kind: "mac" | "disk"
  readonly value: string
}

/** What of a machine its identity keys are made of. */
type Identifying = Pick<
  HardwareSummary,
  "ekDigest" | "uuid" | "manufacturer" | "model" | "serialNumber" | "productKeyId"
>

/**
 * The identity keys of a machine, normalised: digest of the TPM's endorsement key, SMBIOS UUID, manufacturer with
 * model and serial number, and product key id. Placeholders yield none. At least one, as `summarise` refuses others.
 */
export const identityKeys = (summary: Identifying): ReadonlyArray<IdentityKey> => {
  const keys = [
    { kind: "ek", value: summary.ekDigest },
    { kind: "uuid", value: real("uuid", summary.uuid)?.toLowerCase() ?? null },
    { kind: "smbios", value: smbiosKey(summary) },
    { kind: "pkid", value: real("productKeyId", summary.productKeyId) },
  ] as const
  return keys.flatMap(({ kind, value }) => (value === null ? [] : [{ kind, value }]))
}

/** The permanent MAC addresses and the disk serial numbers of a machine, normalised and each once. */
export const supportingKeys = (summary: HardwareSummary): ReadonlyArray<SupportingKey> => [
  ...permanentMacs(summary).map((value) => ({ kind: "mac" as const, value })),
  ...diskSerials(summary).map((value) => ({ kind: "disk" as const, value })),
]

/** Media that count: wireless LAN, native 802.11, Ethernet. Bluetooth sits on the wireless card. */
const PERMANENT_MEDIA: ReadonlyArray<number> = [1, 9, 14]

/** Buses of adapters that come and go, or are not there at all. */
const PASSING_BUSES: ReadonlyArray<string> = ["USB", "BTH", "ROOT", "SWD", "PCMCIA"]

/** MAC addresses of adapters that are built in. Removable ones must not count (Windows Autopilot FAQ, 2020). */
export const permanentMacs = ({ adapters }: HardwareSummary): ReadonlyArray<string> =>
  distinct(
    adapters
      .filter(
        ({ medium, bus }) =>
          PERMANENT_MEDIA.includes(medium) && !PASSING_BUSES.includes(normalise(bus ?? "")),
      )
      .flatMap(({ mac }) => real("mac", mac) ?? []),
  )

/** Serial number of the system disk, null where it says nothing. */
export const systemDiskSerial = ({ systemDisk }: HardwareSummary): string | null =>
  diskSerial(systemDisk?.serialNumber ?? "")

/** Serial numbers of all disks. */
export const diskSerials = (summary: HardwareSummary): ReadonlyArray<string> =>
  distinct([
    ...[systemDiskSerial(summary) ?? []].flat(),
    ...summary.disks.flatMap(({ serialNumber }) => diskSerial(serialNumber) ?? []),
  ])

/** Serial numbers of NVMe disks are grouped by `_` and end with a full stop. */
const diskSerial = (serial: string): string | null =>
  placeholderReason("serial", serial.replace(/[^\p{L}\p{N}]/gu, "")) === undefined ? normalise(serial) : null

/** Manufacturer, model and serial number, normalised; null unless all three are real. */
export const systemIdentity = ({
  manufacturer,
  model,
  serialNumber,
}: Pick<Identifying, "manufacturer" | "model" | "serialNumber">):
  | readonly [string, string, string]
  | null => {
  const [maker, product, serial] = [
    real("text", manufacturer),
    real("text", model),
    real("serial", serialNumber),
  ]
  return maker === null || product === null || serial === null ? null : [maker, product, serial]
}

const smbiosKey = (summary: Identifying): string | null => {
  const parts = systemIdentity(summary)
  return parts === null ? null : JSON.stringify(parts)
}

const distinct = (values: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(values)].sort()
