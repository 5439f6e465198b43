import { createHash } from "node:crypto"
import { Result } from "effect"
import {
  buildReport,
  type CaptureSpec,
  decodeHash,
  encodeHash,
  type HardwareSummary,
  type MachineSpec,
  summarise,
} from "#domain/hardware"

/** A modulus of 256 bytes that a name stands for. */
export const ek = (name: string): Uint8Array =>
  Uint8Array.from({ length: 8 }, (_, block) => block).reduce((bytes, block) => {
    bytes.set(createHash("sha256").update(`${name}${block}`).digest(), block * 32)
    return bytes
  }, new Uint8Array(256))

export const disk = (serialNumber: string) => ({ serialNumber, model: "CONTOSO NVME 512", capacityGB: 512 })
export const lan = (mac: string) => ({ mac, medium: "ethernet" as const })
export const wlan = (mac: string) => ({ mac, medium: "wifi" as const })

/** A notebook with TPM, on-board LAN, a WLAN card, one disk and a Windows key in its firmware. */
export const NOTEBOOK = {
  manufacturer: "Contoso",
  model: "Contoso Book 1",
  serialNumber: "CTS-0000042",
  uuid: "9f2b6c1e-0a41-4f7b-9d7e-5f6a7b8c9d01",
  sku: "CB1-SKU",
  family: "Contoso Book",
  ekModulus: ek("notebook"),
  productKeyId: "3300000000042",
  adapters: [lan("02-00-5E-00-42-01"), wlan("02-00-5E-00-42-02")],
  disks: [disk("DISK_42.")],
  memoryGiB: 16,
  videoAdapter: "Contoso|Contoso Graphics",
} as const satisfies MachineSpec

/** Another machine of the same series: nothing of its own is shared. */
export const NEIGHBOUR = {
  ...NOTEBOOK,
  serialNumber: "CTS-0000077",
  uuid: "1d9f33ae-7d2c-4a53-8a1b-0c55d1a77e02",
  ekModulus: ek("neighbour"),
  productKeyId: "3300000000077",
  adapters: [lan("02-00-5E-00-77-01"), wlan("02-00-5E-00-77-02")],
  disks: [disk("DISK_77.")],
} as const satisfies MachineSpec

export const BEFORE: CaptureSpec = { at: "2026-01-01T00:00:00Z", osBuild: "10.0.26100.4351", toolVersion: 9 }
export const AFTER: CaptureSpec = { at: "2026-11-20T08:15:00Z", osBuild: "10.0.26200.7840", toolVersion: 8 }

/** What is kept of a machine's hash: built, encoded, decoded and summarised. */
export const capture = (machine: MachineSpec, when: CaptureSpec = BEFORE): HardwareSummary =>
  Result.getOrThrow(
    encodeHash(buildReport(machine, when)).pipe(
      Result.flatMap(decodeHash),
      Result.flatMap(({ report }) => summarise(report)),
    ),
  )
