import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeHash, decodeHashBytes, encodeHash, encodeHashBytes, readReport } from "#domain/hardware"
import { anyHashBytes, anyHashText, recordBytes } from "../../support/any-hash.ts"
import { reports } from "../../support/hardware-reports.ts"
import { hashBytes, sealed, VECTORS } from "../../support/hash-vectors.ts"

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
    fc.assert(
      fc.property(anyHashBytes, (bytes) => {
        const result = decodeHashBytes(bytes)
        if (Result.isFailure(result)) expect(result.failure.message).toMatch(/hardware hash/)
      }),
      { numRuns: 300 },
    )
  })

  it("throws nothing for any text, and any JSON", () => {
    fc.assert(
      fc.property(anyHashText, (text) => {
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
