import { Result } from "effect"
import { buildReport, encodeHash, type MachineSpec } from "#domain/hardware"
import { AFTER, BEFORE, capture } from "./machines.ts"

/** How many characters of a hash in a row are no accident. */
const PIECE = 24

const stretches = (whole: string): ReadonlyArray<string> =>
  Array.from({ length: whole.length - PIECE }, (_, at) => whole.slice(at, at + PIECE))

/**
 * Looks for the raw bytes of machines' hashes in a text, in Base64 or hexadecimal: gives the first stretch of them with what
 * stands before it. Padding is none, nor is the digest of a TPM's key: a fingerprint may be shown, and stands in the hash too.
 */
export const rawHashFinder = (machines: ReadonlyArray<MachineSpec>) => {
  const digests = machines.map((machine) => capture(machine).ekDigest ?? "")
  const pieces = new Set(
    machines
      .flatMap((machine) => [BEFORE, AFTER].map((when) => encodeHash(buildReport(machine, when))))
      .map((hash) => Result.getOrThrow(hash))
      .flatMap((text) => [text, Buffer.from(text, "base64").toString("hex")])
      .flatMap(stretches)
      .filter((piece) => !/^(.)\1*$/.test(piece) && !digests.some((digest) => digest.includes(piece))),
  )
  return (text: string): string | undefined => {
    for (let at = 0; at + PIECE <= text.length; at++)
      if (pieces.has(text.slice(at, at + PIECE))) return text.slice(Math.max(0, at - 80), at + PIECE)
    return undefined
  }
}
