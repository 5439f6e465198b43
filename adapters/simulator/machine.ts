import { createHash } from "node:crypto"
import type { DiskSpec, MachineSpec, ProcessorSpec } from "#domain/hardware"

interface Model {
  readonly model: string
  readonly sku: string
  readonly family: string
  readonly processor: ProcessorSpec
  readonly memoryGiB: number
}

/** What virtual machines are built of. The vendor is Microsoft's example company, so that none is taken for a real one. */
const MODELS: readonly [Model, ...ReadonlyArray<Model>] = [
  {
    model: "Contoso Book 13",
    sku: "CB13",
    family: "Contoso Book",
    processor: { manufacturer: "GenuineIntel", model: "Contoso CPU 1300 @ 1.80GHz", cores: 10, threads: 12 },
    memoryGiB: 16,
  },
  {
    model: "Contoso Book 15",
    sku: "CB15",
    family: "Contoso Book",
    processor: { manufacturer: "AuthenticAMD", model: "Contoso CPU 1500 @ 2.70GHz", cores: 8, threads: 16 },
    memoryGiB: 32,
  },
  {
    model: "Contoso Desk 5",
    sku: "CD5",
    family: "Contoso Desk",
    processor: { manufacturer: "GenuineIntel", model: "Contoso CPU 900 @ 2.40GHz", cores: 6, threads: 12 },
    memoryGiB: 8,
  },
]

/**
 * A machine that exists only here: the same seed and number always give the same one, and no two have a part in common.
 *
 * @example virtualMachine("demo", 1).serialNumber // "CTS-8C1F0A27"
 */
export const virtualMachine = (seed: string, number: number): MachineSpec => {
  const bytes = (part: string): Buffer =>
    createHash("sha256")
      .update(JSON.stringify([seed, number, part]))
      .digest()
  const hex = (part: string, digits: number): string => bytes(part).toString("hex").slice(0, digits)
  const model = MODELS[bytes("model").readUInt32BE() % MODELS.length] ?? MODELS[0]
  return {
    manufacturer: "Contoso",
    ...model,
    serialNumber: `CTS-${hex("serial number", 8).toUpperCase()}`,
    uuid: uuidOf(bytes("uuid")),
    ekModulus: modulus(bytes),
    productKeyId: `33${(bytes("product key").readBigUInt64BE() % 100_000_000_000n).toString().padStart(11, "0")}`,
    adapters: [
      { mac: macOf(bytes("ethernet")), medium: "ethernet" },
      { mac: macOf(bytes("wifi")), medium: "wifi" },
    ],
    disks: [diskOf(hex("disk", 12))],
    videoAdapter: "Contoso|Contoso Graphics",
  }
}

/** A UUID of version 4 and variant 1. Source: RFC 9562. */
const uuidOf = (random: Buffer): string => {
  const digits = random.toString("hex")
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-")
}

/** A unicast address that says it was given locally, so that no vendor's is taken. Source: IEEE 802, U/L bit. */
const macOf = (random: Buffer): string =>
  [0x02, ...random.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("-")

/** 256 bytes that look like the modulus of a TPM endorsement key. */
const modulus = (bytes: (part: string) => Buffer): Uint8Array =>
  Uint8Array.from(Buffer.concat(Array.from({ length: 8 }, (_, block) => bytes(`endorsement key ${block}`))))

const diskOf = (serial: string): DiskSpec => ({
  serialNumber: `${serial.toUpperCase().replace(/(.{4})(?=.)/g, "$1_")}.`,
  model: "CONTOSO NVME 512",
  capacityGB: 512,
})
