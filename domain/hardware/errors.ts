import { Schema } from "effect"
import { withoutHashes } from "./hidden.ts"

// Every error says in `what` what is wrong and where, in `remedy` what to do, and in `autopilot` under which of
// Autopilot's names it is answered.

const INVALID = "InvalidZtdHardwareHash"

const CAPTURE_AGAIN = "Capture the hash again on the device and copy the whole text."

/** The text has a character that Base64 does not have, or `=` where it cannot be. */
export class NotBase64 extends Schema.TaggedError<NotBase64>()("NotBase64", {
  /** Counted from 1. */
  character: Schema.Int,
  found: Schema.String,
  remedy: Schema.String,
}) {
  readonly autopilot = INVALID
  get what(): string {
    return `The hardware hash is not Base64: character ${this.character} is ${this.found}.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The text is something else that identifies a device or a product. */
export class NotAHash extends Schema.TaggedError<NotAHash>()("NotAHash", {
  found: Schema.String,
  looksLike: Schema.Literals(["nothing", "a product key id", "a product key", "a tuple", "a short text"]),
}) {
  readonly autopilot = INVALID
  readonly remedy =
    "Owners register devices by their 4K hardware hash only: 4000 Base64 characters that begin with T0."
  get what(): string {
    return this.looksLike === "nothing"
      ? "The hardware hash is empty."
      : `${JSON.stringify(withoutHashes(this.found))} looks like ${this.looksLike}, not like a hardware hash.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The hash has not the size that Windows writes since version 1703. */
export class HashNot4k extends Schema.TaggedError<HashNot4k>()("HashNot4k", {
  size: Schema.Int,
  expected: Schema.Int,
}) {
  readonly autopilot = "HashNot4k"
  readonly remedy = `Old OA3 tools write other sizes, and a cut text is too short. ${CAPTURE_AGAIN}`
  get what(): string {
    return `The hardware hash has ${this.size} bytes; a 4K hash has exactly ${this.expected} (4000 Base64 characters).`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** Bytes of the envelope or of a record's header are not what they have to be. */
export class MalformedHash extends Schema.TaggedError<MalformedHash>()("MalformedHash", {
  /** Byte counted from 0. */
  offset: Schema.Int,
  part: Schema.Literals([
    "magic",
    "total length",
    "record header",
    "record length",
    "checksum tag",
    "checksum length",
    "padding",
  ]),
  found: Schema.String,
  expected: Schema.String,
}) {
  readonly autopilot = INVALID
  readonly remedy = CAPTURE_AGAIN
  get what(): string {
    return (
      `The hardware hash is damaged at byte ${this.offset} (${this.part}): ` +
      `found ${this.found}, expected ${this.expected}.`
    )
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The SHA-256 in the hash is not the one of its records: at least one bit was changed. */
export class ChecksumMismatch extends Schema.TaggedError<ChecksumMismatch>()("ChecksumMismatch", {
  /** Where the checksum is stored; byte counted from 0. */
  offset: Schema.Int,
  found: Schema.String,
  expected: Schema.String,
}) {
  readonly autopilot = INVALID
  readonly remedy = `A bit was changed on the way. ${CAPTURE_AGAIN}`
  get what(): string {
    return (
      `The checksum of the hardware hash is wrong: at byte ${this.offset} it says ${this.found.slice(0, 16)}..., ` +
      `but the SHA-256 of bytes 0 to ${this.offset - 5} is ${this.expected.slice(0, 16)}....`
    )
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** The hash is sound, but what it says cannot identify a device. */
export class UnusableHardware extends Schema.TaggedError<UnusableHardware>()("UnusableHardware", {
  reason: Schema.Literals(["manufacturer missing", "serial number missing", "no identity"]),
}) {
  readonly autopilot = INVALID
  readonly remedy =
    "Have the firmware's identity data written with the manufacturer's tool, then capture the hash again."
  get what(): string {
    return UNUSABLE[this.reason]
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

const UNUSABLE = {
  "manufacturer missing": "The hardware hash names no system manufacturer (SMBIOS).",
  "serial number missing": "The hardware hash has no system serial number (SMBIOS).",
  "no identity":
    "Nothing in the hardware hash tells this device from others: it has no TPM key, and UUID, serial number and " +
    "product key id are missing or placeholders.",
} as const

/** The records do not fit into a 4K hash. */
export class HashTooLong extends Schema.TaggedError<HashTooLong>()("HashTooLong", {
  length: Schema.Int,
  maximum: Schema.Int,
}) {
  readonly autopilot = INVALID
  readonly remedy = "Leave records out."
  get what(): string {
    return `The records need ${this.length} bytes; a 4K hash has room for ${this.maximum}.`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

/** A JSON value is not the readable form of a hardware hash. */
export class NotAReport extends Schema.TaggedError<NotAReport>()("NotAReport", { issues: Schema.String }) {
  readonly autopilot = INVALID
  readonly remedy = "Start from the JSON that decoding a hash gives, and change values only."
  get what(): string {
    return `This JSON is no decoded hardware hash. ${this.issues}`
  }
  override get message(): string {
    return `${this.what}\n${this.remedy}`
  }
}

/** Whatever can be wrong with a hardware hash. */
export const HashError = Schema.Union([
  NotBase64,
  NotAHash,
  HashNot4k,
  MalformedHash,
  ChecksumMismatch,
  UnusableHardware,
  HashTooLong,
  NotAReport,
])
export type HashError = typeof HashError.Type
