import fc from "fast-check"
import { hashBytes, hashText, VECTORS } from "./hash-vectors.ts"

/** Records with sound headers and any payload, of known and unknown types. */
export const recordBytes = fc
  .array(fc.tuple(fc.oneof(fc.nat(40), fc.nat(0xffff)), fc.uint8Array({ maxLength: 60 })), { maxLength: 20 })
  .map((records) =>
    Uint8Array.from(
      records.flatMap(([type, payload]) => [type & 0xff, type >> 8, payload.length + 4, 0, ...payload]),
    ),
  )

const almostHash = fc
  .tuple(fc.constantFrom(...VECTORS), fc.array(fc.tuple(fc.nat(1200), fc.nat(255)), { maxLength: 4 }))
  .map(([vector, changes]) => {
    const hash = hashBytes(vector)
    for (const [at, byte] of changes) hash[at] = byte
    return hash
  })

/** Bytes that are no hash, and hashes with some bytes changed. */
export const anyHashBytes = fc.oneof(fc.uint8Array({ maxLength: 3100 }), almostHash)

const cutText = fc
  .tuple(fc.constantFrom(...VECTORS), fc.nat(4000), fc.string({ maxLength: 5 }))
  .map(([vector, at, end]) => hashText(vector).slice(0, at) + end)

/** Texts that are no hash, and hashes that were cut. */
export const anyHashText = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), cutText)
