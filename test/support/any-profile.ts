import assert from "node:assert/strict"
import { Result } from "effect"
import fc from "fast-check"
import { compileProfile, type FileText, type Finding, lint, pretty } from "#workflows/language"
import { shippedLifecycle, shippedProfiles } from "../unit/language/shipped.ts"
import { start } from "../unit/language/statechart.ts"

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

/** Lints a text and checks what holds for every answer; gives the findings. */
export const lintSoundly = (text: string) => {
  const file = { file: "any.yaml", text }
  const findings = lint([file], { bases: shippedProfiles })
  for (const finding of findings) assert.ok(isSound(finding, file), JSON.stringify(finding))
  assert.ok(isSorted(findings))
  assert.ok(!pretty(findings, { sources: [file], colour: false }).includes("\u001B"))
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
export const mutatedProfile = fc
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
export const rewordedProfile = fc
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

/** A text either compiles to a statechart that XState can build, or has findings. */
export const compilesOrSaysWhy = (text: string): void => {
  const findings = lintSoundly(text)
  const compiled = compileProfile(text, { file: "any.yaml", bases: shippedProfiles })
  if (Result.isSuccess(compiled)) assert.ok(start(compiled.success.machine).state() !== undefined)
  else assert.ok(compiled.failure.length > 0)
  if (findings.some(({ severity }) => severity === "error")) assert.ok(Result.isFailure(compiled))
}
