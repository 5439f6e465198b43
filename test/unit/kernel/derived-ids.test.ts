import fc from "fast-check"
import { parse, v5 } from "uuid"
import { expect, it } from "vitest"
import { deriveId } from "#domain/kernel"

const NAMESPACE = parse("6f1b7c7e-0c0a-5f3e-9a51-2f6d0e2f4a10")

it("a derived id is the UUIDv5 of its parts as a JSON array, as every other library makes it", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
      expect(deriveId(...parts)).toBe(v5(Buffer.from(JSON.stringify(parts)), NAMESPACE))
    }),
  )
})

it("an id that was derived once is derived again for ever", () => {
  expect(deriveId("event", "a", "0")).toBe("d56e6d4d-f365-52a0-b7d6-fccf324d38c6")
})
