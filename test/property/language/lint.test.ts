import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compileProfile, evaluate, type FileText, type Finding, lint, pretty } from "#workflows/language"
import { shippedLifecycle, shippedProfiles } from "../../unit/language/shipped.ts"
import { start } from "../../unit/language/statechart.ts"

const shipped = [...shippedProfiles, shippedLifecycle]

const lineCount = (text: string): number => text.split("\n").length

const isSound = (finding: Finding, { file, text }: FileText): boolean =>
  finding.file === file &&
  finding.line >= 1 &&
  finding.line <= lineCount(text) &&
  finding.column >= 1 &&
  (finding.endLine > finding.line || finding.endColumn >= finding.column) &&
  finding.message.length > 0 &&
  /^FL\d{3}$/.test(finding.code)

const isSorted = (findings: ReadonlyArray<Finding>): boolean =>
  findings.every((finding, index) => index === 0 || (findings[index - 1]?.line ?? 0) <= finding.line)

/** Lints a text and checks what holds for every answer. */
const answer = (text: string) => {
  const file = { file: "any.yaml", text }
  const findings = lint([file], { bases: shippedProfiles })
  for (const finding of findings) expect(isSound(finding, file), JSON.stringify(finding)).toBe(true)
  expect(isSorted(findings)).toBe(true)
  expect(pretty(findings, { sources: [file], colour: false })).not.toContain("\u001B")
  return findings
}

const FRAGMENTS = [
  "",
  " ",
  "\t",
  "\r",
  ":",
  "- ",
  "{",
  "}",
  "[",
  "]",
  "&a ",
  "*a",
  "'",
  '"',
  "|\n",
  "!!binary ",
  "<<: ",
  "? ",
  "---\n",
  "%YAML 1.1\n",
  "null",
  "1e999",
  "states:",
  "on: { ",
  "final: success",
  "timeout: { after: 1h }",
  "esp: device",
  "parallel: true",
  "extends: default",
  "\u2028",
  "\uD800",
  "__proto__: ",
]

/** A shipped file in which stretches are cut out, doubled, moved or replaced. */
const mutated = fc
  .record({
    file: fc.constantFrom(...shipped),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat(60),
        copyFrom: fc.double({ min: 0, max: 1, noNaN: true }),
        copy: fc.nat(60),
        fragment: fc.constantFrom(...FRAGMENTS),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ edits, file }) =>
    edits.reduce((text, { at, copy, copyFrom, cut, fragment }) => {
      const start = Math.floor(at * text.length)
      const from = Math.floor(copyFrom * text.length)
      return text.slice(0, start) + fragment + text.slice(from, from + copy) + text.slice(start + cut)
    }, file.text),
  )

/** Lines of a shipped file, some lost, some with another word. */
const reworded = fc
  .record({
    file: fc.constantFrom(...shipped),
    line: fc.nat(200),
    word: fc.nat(8),
    by: fc.constantFrom(
      "failed",
      "deviceSetup",
      "RetryChosen",
      "24h",
      "done",
      "true",
      "[]",
      "{}",
      "esp",
      "final",
      "when",
    ),
  })
  .map(({ by, file, line, word }) => {
    const lines = file.text.split("\n")
    const index = line % lines.length
    let seen = 0
    lines[index] = (lines[index] ?? "").replaceAll(/[A-Za-z0-9-]+/g, (found) =>
      seen++ === word ? by : found,
    )
    return lines.join("\n")
  })

describe("whatever the text", () => {
  test("mutations of the shipped files give findings or silence, never an exception", () => {
    fc.assert(
      fc.property(mutated, (text) => void answer(text)),
      { numRuns: 300 },
    )
  })

  test("a shipped file with one word replaced either compiles to a statechart that XState can build, or has findings", () => {
    fc.assert(
      fc.property(reworded, (text) => {
        const findings = answer(text)
        const compiled = compileProfile(text, { file: "any.yaml", bases: shippedProfiles })
        if (Result.isSuccess(compiled)) expect(start(compiled.success.machine).state()).toBeDefined()
        else expect(compiled.failure.length).toBeGreaterThan(0)
        if (findings.some(({ severity }) => severity === "error"))
          expect(Result.isFailure(compiled)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test("arbitrary bytes give findings", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(answer(Buffer.from(bytes).toString("latin1")).length).toBeGreaterThan(0)
        expect(answer(Buffer.from(bytes).toString("utf8")).length).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  })

  test("arbitrary JSON, which is YAML too, gives findings", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(answer(text).length).toBeGreaterThan(0)
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
