import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodePosition, encodePosition } from "#adapters/eventstore/rules"
import { START } from "#workflows/ports"

const place = fc.nat({ max: Number.MAX_SAFE_INTEGER })

describe("positions", () => {
  it("are texts such as a7, b10 and c123; before the first event is START", () => {
    expect([0, 7, 10, 123].map(encodePosition)).toEqual([START, "a7", "b10", "c123"])
  })

  it("stand in the order of the places that they name", () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        expect(encodePosition(one) < encodePosition(other)).toBe(one < other)
      }),
    )
  })

  it("give back the place that they name", () => {
    fc.assert(fc.property(place, (n) => decodePosition(encodePosition(n)) === n))
  })

  it("are the only texts that name a place", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]\d{1,20}$/)), (text) => {
        const place = decodePosition(text)
        if (place !== undefined) expect(encodePosition(place)).toBe(text)
      }),
    )
    for (const text of ["a", "7", "b7", "a07", "a0", "A7", "a7 ", " a7", "q9007199254740993"])
      expect(decodePosition(text)).toBe(undefined)
  })
})
