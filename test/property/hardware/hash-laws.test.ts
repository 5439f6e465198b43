import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeHash, decodeHashBytes, encodeHash, encodeHashBytes, readReport } from "#domain/hardware"
import { reports } from "../../support/hardware-reports.ts"
import { hashBytes, hashText, sealed, VECTORS } from "../../support/hash-vectors.ts"

/** Records with sound headers and any payload, of known and unknown types. */
const recordBytes = fc
  .array(fc.tuple(fc.oneof(fc.nat(40), fc.nat(0xffff)), fc.uint8Array({ maxLength: 60 })), { maxLength: 20 })
  .map((records) =>
    Uint8Array.from(
      records.flatMap(([type, payload]) => [type & 0xff, type >> 8, payload.length + 4, 0, ...payload]),
    ),
  )

describe("the hardware hash", () => {
  it("decodes to the report that it was encoded from", () => {
    fc.assert(
      fc.property(reports, (report) => {
        const text = Result.getOrThrow(encodeHash(report))
        expect(text).toHaveLength(4000)
        expect(Result.getOrThrow(decodeHash(text))).toMatchObject({ report, text, repairs: [] })
      }),
      { numRuns: 200 },
    )
  })

  it("is encoded byte for byte as it was, whatever its records carry", () => {
    fc.assert(
      fc.property(recordBytes, (records) => {
        const hash = sealed(records)
        const { report } = Result.getOrThrow(decodeHashBytes(hash))
        expect(Buffer.compare(Result.getOrThrow(encodeHashBytes(report)), hash)).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it("loses nothing in its JSON form", () => {
    fc.assert(
      fc.property(fc.oneof(recordBytes.map(sealed), fc.constantFrom(...VECTORS).map(hashBytes)), (hash) => {
        const json = JSON.parse(JSON.stringify(Result.getOrThrow(decodeHashBytes(hash)).report))
        const again = Result.getOrThrow(Result.flatMap(readReport(json), encodeHashBytes))
        expect(Buffer.compare(again, hash)).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it("is refused where any single bit of it is flipped", () => {
    fc.assert(
      fc.property(fc.constantFrom(...VECTORS), fc.nat(2999), fc.nat(7), (vector, at, bit) => {
        const hash = hashBytes(vector)
        hash[at] = hash[at]! ^ (1 << bit)
        expect(Result.isFailure(decodeHashBytes(hash))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it("throws nothing for any bytes", () => {
    const almost = fc
      .tuple(fc.constantFrom(...VECTORS), fc.array(fc.tuple(fc.nat(1200), fc.nat(255)), { maxLength: 4 }))
      .map(([vector, changes]) => {
        const hash = hashBytes(vector)
        for (const [at, byte] of changes) hash[at] = byte
        return hash
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 3100 }), almost), (bytes) => {
        const result = decodeHashBytes(bytes)
        if (Result.isFailure(result)) expect(result.failure.message).toMatch(/hardware hash/)
      }),
      { numRuns: 300 },
    )
  })

  it("throws nothing for any text, and any JSON", () => {
    const cut = fc
      .tuple(fc.constantFrom(...VECTORS), fc.nat(4000), fc.string({ maxLength: 5 }))
      .map(([vector, at, end]) => hashText(vector).slice(0, at) + end)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), cut), (text) => {
        expect(Result.isResult(decodeHash(text))).toBe(true)
      }),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(Result.isFailure(readReport(json))).toBe(true)
      }),
    )
  })
})
