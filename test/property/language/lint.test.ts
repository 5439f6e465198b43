import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { evaluate } from "#workflows/language"
import { compilesOrSaysWhy, lintSoundly, mutatedProfile, rewordedProfile } from "../../support/any-profile.ts"

describe("whatever the text", () => {
  test("mutations of the shipped files give findings or silence, never an exception", () => {
    fc.assert(
      fc.property(mutatedProfile, (text) => void lintSoundly(text)),
      { numRuns: 300 },
    )
  })

  test("a shipped file with one word replaced either compiles to a statechart that XState can build, or has findings", () => {
    fc.assert(fc.property(rewordedProfile, compilesOrSaysWhy), { numRuns: 300 })
  })

  test("arbitrary bytes give findings", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(lintSoundly(Buffer.from(bytes).toString("latin1")).length).toBeGreaterThan(0)
        expect(lintSoundly(Buffer.from(bytes).toString("utf8")).length).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  })

  test("arbitrary JSON, which is YAML too, gives findings", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(lintSoundly(text).length).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  })

  test("any expression is decided or refused, never thrown", () => {
    const words = fc.constantFrom(
      "event",
      "device",
      "attempt",
      ".",
      "model",
      "==",
      '"x"',
      "(",
      ")",
      "[",
      "]",
      "!",
      "&&",
      "?",
      ":",
      "1",
      "all",
      ",",
      "x",
      "in",
      "-",
      "b'a'",
      "1u",
      "{",
      "}",
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 15 }).map((parts) => parts.join(" ")),
        ),
        (text) => {
          const result = evaluate(text, { event: {}, device: {} as never, attempt: {} as never })
          expect(Result.isFailure(result) || typeof result.success === "boolean").toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
