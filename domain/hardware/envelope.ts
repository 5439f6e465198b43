import { hash } from "node:crypto"
import { Result } from "effect"
import { sameBytes, showBytes, toHex, writer } from "./bytes.ts"
import { ChecksumMismatch, HashNot4k, HashTooLong, MalformedHash } from "./errors.ts"
import { type HardwareRecord, readRecord, writeRecord } from "./records/record.ts"

/** Bytes of a 4K hash: 4000 Base64 characters without padding. */
export const HASH_SIZE = 3000

const HEADER = 4
const TRAILER = 36
const MAXIMUM = HASH_SIZE - TRAILER
const MAGIC = Uint8Array.of(0x4f, 0x41)
const CHECKSUM_TAG = Uint8Array.of(0x43, 0x53)

/** SHA-256 in lower-case hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => hash("sha256", bytes)

/**
 * Opens the envelope of a hash: `OA`, total length, records, `CS`, SHA-256 of all before it, zeros up to 3000 bytes.
 * All numbers are little-endian; a record's length counts its own four bytes of header.
 */
export const openEnvelope = (
  bytes: Uint8Array,
): Result.Result<ReadonlyArray<HardwareRecord>, HashNot4k | MalformedHash | ChecksumMismatch> => {
  if (bytes.length !== HASH_SIZE)
    return Result.fail(new HashNot4k({ size: bytes.length, expected: HASH_SIZE }))
  const frame = checkFrame(bytes)
  if (frame !== undefined) return Result.fail(frame)
  const end = u16At(bytes, 2)
  const records = walk(bytes, end)
  if (Result.isFailure(records)) return records
  const found = toHex(bytes.subarray(end + 4, end + TRAILER))
  const expected = sha256(bytes.subarray(0, end))
  return found === expected
    ? records
    : Result.fail(new ChecksumMismatch({ offset: end + 4, found, expected }))
}

/** Closes records into an envelope of 3000 bytes. */
export const closeEnvelope = (
  records: ReadonlyArray<HardwareRecord>,
): Result.Result<Uint8Array, HashTooLong> => {
  const written = records.map(writeRecord)
  const length = written.reduce((sum, { payload }) => sum + HEADER + payload.length, HEADER)
  if (length > MAXIMUM) return Result.fail(new HashTooLong({ length, maximum: MAXIMUM }))
  const out = writer()
  out.put(MAGIC)
  out.u16(length)
  for (const { type, payload } of written) {
    out.u16(type)
    out.u16(HEADER + payload.length)
    out.put(payload)
  }
  const checksum = hash("sha256", out.bytes(), "buffer")
  out.put(CHECKSUM_TAG)
  out.u16(TRAILER)
  out.put(checksum)
  const whole = new Uint8Array(HASH_SIZE)
  whole.set(out.bytes())
  return Result.succeed(whole)
}

const u16At = (bytes: Uint8Array, offset: number): number =>
  (bytes[offset] ?? 0) + 256 * (bytes[offset + 1] ?? 0)

/** Checks everything but the records and the checksum; answers the first thing that is wrong. */
const checkFrame = (bytes: Uint8Array): MalformedHash | undefined => {
  const end = u16At(bytes, 2)
  if (!sameBytes(bytes.subarray(0, 2), MAGIC))
    return malformed(0, "magic", showBytes(bytes.subarray(0, 2)), '4F 41 ("OA")')
  if (end < HEADER || end > MAXIMUM) return malformed(2, "total length", `${end}`, `${HEADER} to ${MAXIMUM}`)
  const tag = bytes.subarray(end, end + 2)
  if (!sameBytes(tag, CHECKSUM_TAG))
    return malformed(end, "checksum tag", showBytes(tag), '43 53 ("CS") where the records end')
  if (u16At(bytes, end + 2) !== TRAILER)
    return malformed(end + 2, "checksum length", `${u16At(bytes, end + 2)}`, `${TRAILER}`)
  const stray = strayAfter(bytes, end + TRAILER)
  return stray === undefined
    ? undefined
    : malformed(stray, "padding", showBytes(bytes.subarray(stray, stray + 1)), "00 up to the end")
}

/** Where the padding has a byte that is not zero. */
const strayAfter = (bytes: Uint8Array, start: number): number | undefined => {
  for (let offset = start; offset < bytes.length; offset++) if (bytes[offset] !== 0) return offset
  return undefined
}

const malformed = (
  offset: number,
  part: MalformedHash["part"],
  found: string,
  expected: string,
): MalformedHash => new MalformedHash({ offset, part, found, expected })

const walk = (
  bytes: Uint8Array,
  end: number,
): Result.Result<ReadonlyArray<HardwareRecord>, MalformedHash> => {
  const records: Array<HardwareRecord> = []
  let at = HEADER
  while (at < end) {
    if (end - at < HEADER)
      return Result.fail(
        malformed(at, "record header", `${end - at} bytes`, `${HEADER} bytes: type and length`),
      )
    const length = u16At(bytes, at + 2)
    if (length < HEADER || at + length > end)
      return Result.fail(
        malformed(
          at + 2,
          "record length",
          `${length}`,
          `${HEADER} to ${end - at}, as the records end at ${end}`,
        ),
      )
    records.push(readRecord(u16At(bytes, at), bytes.slice(at + HEADER, at + length)))
    at += length
  }
  return Result.succeed(records)
}
