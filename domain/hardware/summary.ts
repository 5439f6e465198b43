import { Result, Schema } from "effect"
import { Timestamp, timestampOf } from "#domain/kernel"
import { fromHex } from "./bytes.ts"
import { disksOf, systemDiskOf } from "./disks.ts"
import { closeEnvelope, sha256 } from "./envelope.ts"
import { type HashError, UnusableHardware } from "./errors.ts"
import { identityKeys } from "./identity.ts"
import { readingOf } from "./reading.ts"
import type { HardwareReport } from "./report.ts"

const Text = Schema.NullOr(Schema.String)

const DiskSummary = Schema.Struct({
  serialNumber: Schema.String,
  model: Schema.String,
  capacityGB: Schema.NullOr(Schema.Int),
})

const AdapterSummary = Schema.Struct({ mac: Schema.String, medium: Schema.Int, bus: Text })

/**
 * What is kept of a hardware hash: everything that lists and matching need, and never the hash itself, nor the TPM's
 * key. Fields that the hash has not are null.
 */
export const HardwareSummary = Schema.Struct({
  /** SHA-256 of the hash in hexadecimal: names this capture, not the machine. */
  fingerprint: Schema.String,
  capturedAt: Schema.NullOr(Timestamp),
  osBuild: Text,
  toolBuild: Text,
  toolVersion: Schema.NullOr(Schema.Int),
  manufacturer: Schema.NonEmptyString,
  /** Empty where the firmware names none. */
  model: Schema.String,
  serialNumber: Schema.NonEmptyString,
  sku: Text,
  family: Text,
  uuid: Text,
  /** SHA-256 of the TPM endorsement key in hexadecimal. */
  ekDigest: Text,
  tpmVersion: Text,
  productKeyId: Text,
  adapters: Schema.Array(AdapterSummary),
  systemDisk: Schema.NullOr(Schema.Struct({ serialNumber: Schema.String, model: Schema.String })),
  disks: Schema.Array(DiskSummary),
  memoryGiB: Schema.NullOr(Schema.Int),
  processor: Text,
  videoAdapters: Schema.Array(Schema.String),
})
export type HardwareSummary = typeof HardwareSummary.Type

/**
 * What is kept of a report.
 *
 * @param fingerprint that of the capture, where it was decoded from one; without it, it is that of the report's own hash
 *
 * Fails with `UnusableHardware` (802) where manufacturer or serial number is missing, or where nothing in the report
 * tells the device from others.
 */
export const summarise = (
  report: HardwareReport,
  fingerprint?: string,
): Result.Result<HardwareSummary, HashError> =>
  Result.gen(function* () {
    const reading = readingOf(report)
    const manufacturer = yield* required(reading.text("SystemManufacturer"), "manufacturer missing")
    const serialNumber = yield* required(reading.text("SystemSerialNumber"), "serial number missing")
    const capture = reading.first("Capture")
    const summary: HardwareSummary = {
      fingerprint: fingerprint ?? sha256(yield* closeEnvelope(report.records)),
      capturedAt: capture === undefined ? null : timestampOf(Date.parse(capture.capturedAt)),
      osBuild: capture?.osBuild ?? null,
      toolBuild: capture?.toolBuild ?? null,
      toolVersion: capture?.toolVersion ?? null,
      manufacturer,
      model: reading.text("SystemProductName") ?? "",
      serialNumber,
      sku: reading.text("SkuNumber"),
      family: reading.text("SystemFamily"),
      uuid: reading.first("SmbiosUuid")?.uuid ?? null,
      ekDigest: ekDigest(report),
      tpmVersion: reading.text("TpmVersion"),
      productKeyId: reading.text("ProductKeyId"),
      adapters: reading.all("NetworkAdapter").map(({ mac, medium, bus = null }) => ({ mac, medium, bus })),
      systemDisk: systemDiskOf(reading),
      disks: disksOf(reading),
      memoryGiB: reading.first("Memory")?.totalGiB ?? null,
      processor: reading.text("ProcessorModel"),
      videoAdapters: reading.texts("VideoAdapter"),
    }
    return identityKeys(summary).length > 0
      ? summary
      : yield* Result.fail(new UnusableHardware({ reason: "no identity" }))
  })

const TPM_2 = /\b2\.0\b/

/** Whether a TPM is one that can prove what device it is in: version 2.0, as its version says. */
export const hasTpm2 = (tpmVersion: string): boolean => TPM_2.test(tpmVersion)

/** The form of a serial number by which devices are found: "ABC1 " and "abc1" are one. */
export const serialKeyOf = (serialNumber: string): string => serialNumber.trim().toLowerCase()

/** A fingerprint for people: its first twelve digits, in groups. */
export const shortFingerprint = (fingerprint: string): string =>
  fingerprint.slice(0, 12).replace(/(....)(?=.)/g, "$1-")

const required = (
  text: string | null,
  reason: UnusableHardware["reason"],
): Result.Result<string, UnusableHardware> =>
  text === null ? Result.fail(new UnusableHardware({ reason })) : Result.succeed(text)

const TPM_KEY_TYPE = 25
const TPM_KEY_ID = 1

/**
 * The digest of the TPM's key: of the key itself, whatever its size, or as the offline device id carries it.
 * A key of one repeated byte is no key.
 */
const ekDigest = (report: HardwareReport): string | null => {
  const reading = readingOf(report)
  const raw = reading.all("Raw").find(({ type }) => type === TPM_KEY_TYPE)?.bytes
  const key = reading.first("TpmEndorsementKey")?.modulus ?? raw ?? ""
  if (key !== "") return isOneByte(key) ? null : sha256(fromHex(key))
  const id = reading.all("OfflineDeviceId").find(({ idKind }) => idKind === TPM_KEY_ID)?.id ?? ""
  return id.length !== 64 || isOneByte(id) ? null : id
}

const isOneByte = (hex: string): boolean => /^(..)\1*$/.test(hex)
