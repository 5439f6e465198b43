import { Option, Result, Schema } from "effect"
import { suggest } from "#domain/kernel"
import { type Repair, readBase64 } from "./base64.ts"
import { closeEnvelope, HASH_SIZE, openEnvelope, sha256 } from "./envelope.ts"
import { type HashError, NotAReport } from "./errors.ts"
import { withoutHashes } from "./hidden.ts"
import { RECORD_NAMES } from "./records/record.ts"
import { HardwareReport } from "./report.ts"

/** A sound hardware hash. */
export interface DecodedHash {
  readonly report: HardwareReport
  /** SHA-256 of the 3000 bytes, in hexadecimal: names this capture, never the machine. */
  readonly fingerprint: string
  /** The hash as Windows would have written it: 4000 Base64 characters. */
  readonly text: string
  /** What had to be mended in the given text; empty where it was right. */
  readonly repairs: ReadonlyArray<Repair>
}

/**
 * Decodes the Base64 text of a 4K hardware hash and verifies its checksum.
 *
 * Blanks around the text are ignored. Up to two bytes may be missing at the end where the text was not padded to
 * 4000 characters: they are null data, and are restored and reported.
 *
 * @example decodeHash("T0GHBAEAHAAAAA...") // Result.succeed({ report: { records: [...] }, repairs: [], ... })
 */
export const decodeHash = (base64: string): Result.Result<DecodedHash, HashError> =>
  Result.gen(function* () {
    const { bytes, repairs } = yield* readBase64(base64)
    const missing = HASH_SIZE - bytes.length
    if (missing < 1 || missing > 2) return { ...(yield* decodeHashBytes(bytes)), repairs }
    const whole = new Uint8Array(HASH_SIZE)
    whole.set(bytes)
    return { ...(yield* decodeHashBytes(whole)), repairs: [...repairs, restored(missing)] }
  })

const restored = (missing: number): Repair => ({
  kind: "null data",
  says:
    missing === 1
      ? "The last byte of the 3000 (null data) was missing and was restored."
      : `The last ${missing} bytes of the 3000 (null data) were missing and were restored.`,
})

/** Decodes the 3000 bytes of a hardware hash and verifies its checksum. */
export const decodeHashBytes = (bytes: Uint8Array): Result.Result<DecodedHash, HashError> =>
  Result.map(openEnvelope(bytes), (records) => ({
    report: { records },
    fingerprint: sha256(bytes),
    text: Buffer.from(bytes).toString("base64"),
    repairs: [],
  }))

/** Encodes a report as the 3000 bytes of a hardware hash; fails only where its records do not fit. */
export const encodeHashBytes = (report: HardwareReport): Result.Result<Uint8Array, HashError> =>
  closeEnvelope(report.records)

/** Encodes a report as the 4000 Base64 characters of a hardware hash; fails only where its records do not fit. */
export const encodeHash = (report: HardwareReport): Result.Result<string, HashError> =>
  Result.map(encodeHashBytes(report), (bytes) => Buffer.from(bytes).toString("base64"))

const Listed = Schema.Struct({ records: Schema.Array(Schema.Unknown) })

const nameOf = (record: unknown): unknown =>
  typeof record === "object" && record !== null && "record" in record ? record.record : undefined

/**
 * The first record whose name no record has, in words. A name is judged before anything else: where it is wrong, all else
 * seems to be.
 */
const misnamed = (json: unknown): string | undefined => {
  const { records } = Option.getOrElse(Schema.decodeUnknownOption(Listed)(json), () => ({ records: [] }))
  const index = records.findIndex((record) => !RECORD_NAMES.some((name) => name === nameOf(record)))
  if (index < 0) return undefined
  const name = nameOf(records[index])
  const meant = typeof name === "string" ? suggest(name, RECORD_NAMES) : undefined
  const instead =
    meant === undefined
      ? `Expected one of ${RECORD_NAMES.join(", ")}.`
      : `Did you mean ${JSON.stringify(meant)}?`
  const wrong =
    name === undefined ? "A record has no name" : `No record is called ${withoutHashes(JSON.stringify(name))}`
  return `${wrong} (["records"][${index}]["record"]). ${instead}`
}

/** Reads the JSON form of a report; unknown properties are refused, as they would be lost. */
export const readReport = (json: unknown): Result.Result<HardwareReport, HashError> => {
  const issues = misnamed(json)
  if (issues !== undefined) return Result.fail(new NotAReport({ issues }))
  return Result.mapError(
    Schema.decodeUnknownResult(HardwareReport, { onExcessProperty: "error" })(json),
    (error) => new NotAReport({ issues: error.message }),
  )
}
