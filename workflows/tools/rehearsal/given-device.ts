import { Result, Schema } from "effect"
import type { DeviceCommand } from "#domain/device"
import type { MachineRef } from "#domain/profile"
import { oneOf, suggest } from "#workflows/language"

const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.annotateKey({ description }))

/** What is told of the device that tries a profile out; the rest is a notebook of Contoso's with a TPM. */
export const GivenDevice = Schema.Struct({
  manufacturer: optional(Schema.NonEmptyString, "Default: Contoso."),
  model: optional(Schema.String, "Default: Contoso Book 1."),
  serialNumber: optional(Schema.NonEmptyString, "Default: CTS-0000042."),
  groupTag: optional(Schema.String, "Default: none."),
  orderId: optional(Schema.String, "Default: none."),
  purchaseOrder: optional(Schema.String, "Default: none."),
  systemFamily: optional(Schema.String, "Default: Contoso Book."),
  skuNumber: optional(Schema.String, "Default: CB1."),
  tpm: optional(Schema.Literals(["2.0", "none"]), "2.0, or none: it cannot prove itself. Default: 2.0."),
  begunBy: optional(
    Schema.Literals(["user", "technician"]),
    "user, or technician: that is pre-provisioning. Default: user.",
  ),
}).annotate({ identifier: "GivenDevice" })
export type GivenDevice = typeof GivenDevice.Type

const decodeDevice = Schema.decodeUnknownResult(GivenDevice)
const FIELDS = Object.keys(GivenDevice.fields)

/** What is wrong with one thing that is told of a device; nothing where it is as it should be. */
const mistakeIn = (name: string, value: string): string | undefined => {
  const meant = suggest(name, FIELDS)
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`
  if (!FIELDS.includes(name))
    return `There is no "${name}" to be told of a device. Expected ${oneOf(FIELDS)}.${hint}`
  return Result.isFailure(decodeDevice({ [name]: value }))
    ? `"${name}" of a device cannot be "${value}".`
    : undefined
}

/**
 * Reads what is told of a device as names with their values.
 *
 * @returns the device, or what is wrong in words
 */
export const readDevice = (given: Readonly<Record<string, string>>): Result.Result<GivenDevice, string> => {
  const mistakes = Object.entries(given).flatMap(([name, value]) => mistakeIn(name, value) ?? [])
  return Result.mapError(decodeDevice(given), () => mistakes.join(" ")).pipe(
    Result.filterOrFail(
      () => mistakes.length === 0,
      () => mistakes.join(" "),
    ),
  )
}

const NOTEBOOK = {
  fingerprint: "0".repeat(64),
  capturedAt: null,
  osBuild: "10.0.26200.1",
  toolBuild: null,
  toolVersion: 9,
  uuid: "9f2b6c1e-0a41-4f7b-9d7e-5f6a7b8c9d01",
  ekDigest: null,
  productKeyId: null,
  adapters: [],
  systemDisk: null,
  disks: [],
  memoryGiB: 16,
  processor: null,
  videoAdapters: [],
} as const

/** The registration of a device that tries something out. */
export const registrationOf = (
  given: GivenDevice,
  lifecycle: MachineRef,
): Extract<DeviceCommand, { type: "Register" }> => ({
  type: "Register",
  tenantId: "tenant",
  method: "manual",
  hardware: {
    ...NOTEBOOK,
    manufacturer: given.manufacturer ?? "Contoso",
    model: given.model ?? "Contoso Book 1",
    serialNumber: given.serialNumber ?? "CTS-0000042",
    family: given.systemFamily ?? "Contoso Book",
    sku: given.skuNumber ?? "CB1",
    tpmVersion: given.tpm === "none" ? null : "2.0",
  },
  groupTag: given.groupTag ?? null,
  orderId: given.orderId ?? null,
  purchaseOrder: given.purchaseOrder ?? null,
  productKey: null,
  authorization: null,
  import: null,
  lifecycle,
  claims: [],
  assignedUser: null,
})

/** What a device says when it asks for its profile. */
export const deploymentOf = (
  profile: MachineRef,
  scenario: Extract<DeviceCommand, { type: "StartDeployment" }>["scenario"],
): Extract<DeviceCommand, { type: "StartDeployment" }> => ({
  type: "StartDeployment",
  scenario,
  profile,
  fingerprint: NOTEBOOK.fingerprint,
  osBuild: NOTEBOOK.osBuild,
  verdict: "same",
  score: 100,
})
