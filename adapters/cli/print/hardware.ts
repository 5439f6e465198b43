import { type HardwareSummary, identityKeys, shortFingerprint } from "#domain/hardware"
import type { Field } from "./fields.ts"
import { moment } from "./moment.ts"

const MEDIA: { readonly [medium: number]: string } = {
  1: "Wi-Fi",
  9: "Wi-Fi",
  10: "Bluetooth",
  14: "Ethernet",
}

const KEYS = {
  ek: "TPM endorsement key",
  uuid: "SMBIOS UUID",
  smbios: "manufacturer, model and serial number",
  pkid: "product key id",
} as const

/** A machine for people, as its hash describes it. The TPM's key is shown by a short fingerprint only. */
export const hardwareFields = (hardware: HardwareSummary): ReadonlyArray<Field> => [
  ["Serial number", hardware.serialNumber],
  ["Manufacturer", hardware.manufacturer],
  ["Model", hardware.model || null],
  ["SKU", hardware.sku],
  ["Family", hardware.family],
  ["SMBIOS UUID", hardware.uuid],
  ["TPM", hardware.tpmVersion],
  ["TPM key", hardware.ekDigest === null ? null : `fingerprint ${shortFingerprint(hardware.ekDigest)}`],
  ["Product key id", hardware.productKeyId],
  ["Processor", hardware.processor],
  ["Memory", hardware.memoryGiB === null ? null : `${hardware.memoryGiB} GiB`],
  [
    "Disks",
    hardware.disks.map(({ capacityGB, model, serialNumber }) =>
      [serialNumber, model, capacityGB === null ? "" : `${capacityGB} GB`].filter(Boolean).join(", "),
    ),
  ],
  ["Network", hardware.adapters.map(({ mac, medium }) => `${mac} ${MEDIA[medium] ?? `medium ${medium}`}`)],
  ["Display adapter", hardware.videoAdapters],
  ["Captured", `${moment(hardware.capturedAt)}, Windows ${hardware.osBuild ?? "of unknown build"}`],
  ["Fingerprint", `${shortFingerprint(hardware.fingerprint)} (of this capture, not of the machine)`],
  ["Told apart by", identityKeys(hardware).map(({ kind }) => KEYS[kind])],
]
