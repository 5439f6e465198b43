import { Schema } from "effect"
import { sha256 } from "./envelope.ts"
import { diskSerials, permanentMacs } from "./identity.ts"
import type { Evidence, Verdict } from "./match.ts"
import { real } from "./placeholders.ts"
import { type HardwareSummary, shortFingerprint } from "./summary.ts"
import type { Component } from "./weights.ts"

/** What may have been built into one machine out of another one. */
const DonorPart = Schema.Literals(["disk", "network card", "board"])

/** A part of a machine by which it can be recognised in another one. */
export interface PartKey {
  readonly part: typeof DonorPart.Type
  /** Whether its value is a digest already: of the key of a TPM only a short fingerprint is shown. */
  readonly secret: boolean
  readonly value: string
  /** Digest of what it is and its value, 128 bits in hexadecimal: names the part in an index. */
  readonly digest: string
}

const DIGEST_CHARACTERS = 32

/** A part that is of another registration as well. */
export const Donor = Schema.Struct({
  part: DonorPart,
  /** The part: its serial number or address; the key of a TPM by a short fingerprint. */
  value: Schema.String,
  /** The other registration; null where it is of another tenant, of which nothing is told. */
  registration: Schema.NullOr(Schema.Struct({ deviceId: Schema.String, serialNumber: Schema.String })),
  /** One sentence for people. */
  says: Schema.String,
})
export type Donor = typeof Donor.Type

/**
 * The parts of a machine that may come from another one: its disks, its built-in network cards, and its board, which is
 * known by the TPM's key, the SMBIOS UUID and the product key id. Placeholders are no parts.
 */
export const partKeys = (summary: HardwareSummary): ReadonlyArray<PartKey> => {
  const key =
    (part: PartKey["part"], kind: string) =>
    (value: string): PartKey => ({
      part,
      value,
      secret: kind === "tpmKey",
      digest: sha256(Buffer.from(`${kind} ${value}`)).slice(0, DIGEST_CHARACTERS),
    })
  const board = [
    ["tpmKey", summary.ekDigest],
    ["smbiosUuid", real("uuid", summary.uuid)?.toLowerCase() ?? null],
    ["productKeyId", real("productKeyId", summary.productKeyId)],
  ] as const
  return [
    ...diskSerials(summary).map(key("disk", "disk")),
    ...permanentMacs(summary).map(key("network card", "mac")),
    ...board.flatMap(([kind, value]) => (value === null ? [] : [key("board", kind)(value)])),
  ]
}

/** Names a part of another registration, to the tenant that asks. */
export const donorOf = ({ part, secret, value }: PartKey, registration: Donor["registration"]): Donor => {
  const shown = secret ? shortFingerprint(value) : value
  const whose =
    registration === null
      ? "another registration"
      : `the registered device ${JSON.stringify(registration.serialNumber)}`
  return { part, value: shown, registration, says: `The ${part} ${shown} is that of ${whose}.` }
}

const PART_OF: { readonly [component: string]: Donor["part"] } = {
  systemDisk: "disk",
  otherDisks: "disk",
  networkAdapters: "network card",
  tpmKey: "board",
  smbiosUuid: "board",
  productKeyId: "board",
} satisfies { readonly [component in Component]?: Donor["part"] }

const isOf = ({ after, component }: Evidence, { part, value }: Donor): boolean =>
  PART_OF[component] === part && after?.split(", ").includes(value) === true

/** A verdict in which the evidence says where parts came from. */
export const withDonors = (verdict: Verdict, donors: ReadonlyArray<Donor>): Verdict => ({
  ...verdict,
  evidence: verdict.evidence.map((line) => ({
    ...line,
    says: [line.says, ...donors.filter((donor) => isOf(line, donor)).map(({ says }) => says)].join(" "),
  })),
})
