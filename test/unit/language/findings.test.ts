import { existsSync, readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { type Check, checks, type FileText, lint, pretty } from "#workflows/language"
import { modelChecks } from "#workflows/tools"
import { filesBelow, findingsFolder } from "../../support/finding-pages.ts"
import { shippedLifecycle, shippedProfiles } from "./shipped.ts"

const folder = findingsFolder

const findingsOf = (files: ReadonlyArray<FileText>) =>
  lint(files, { bases: shippedProfiles }).filter((finding) => finding.file === "profile.yaml")

describe.each(checks.map((check) => [check.code, check.title, check] as const))(
  "%s: %s",
  (code, title, check) => {
    const url = new URL(`${code}.md`, folder)
    const page = existsSync(url) ? readFileSync(url, "utf8") : ""

    test("finds the mistake in its wrong example, that one only, with the text on its page (vitest -u writes it)", async () => {
      const files = filesBelow("Wrong", page)
      const findings = findingsOf(files)
      expect(findings.map((finding) => [finding.code, finding.severity])).toEqual([[code, check.severity]])
      const printed = pretty(findings, { sources: files, colour: false })
      const heading = page.replace(/^# .*/, `# ${code}: ${title}`)
      await expect(
        heading.replace(/```text\n[\s\S]*?```/, () => `\`\`\`text\n${printed}\`\`\``),
      ).toMatchFileSnapshot(url.pathname)
    })

    test("finds nothing in its right example", () => {
      const files = filesBelow("Right", page)
      expect(files.length).toBeGreaterThan(0)
      expect(findingsOf(files)).toEqual([])
    })
  },
)

test("there is a page for every check and no other, and every code is used once", () => {
  const codes = [...checks, ...modelChecks].map((check) => check.code)
  expect(new Set(codes).size).toBe(codes.length)
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith("FL"))
      .sort(),
  ).toEqual(codes.map((code) => `${code}.md`).sort())
})

test("docs/findings/README.md lists every check (vitest -u writes it)", async () => {
  const rowsOf = (some: ReadonlyArray<Check>) =>
    some.map(({ code, severity, title }) => `- [${code}](${code}.md) (${severity}): ${title}`)
  const text = [
    "# What `flightlog profile lint` finds",
    "",
    "Every finding has a page with a wrong and a right example. The tests run them.",
    "",
    ...rowsOf(checks),
    "",
    "# What `flightlog profile check` finds",
    "",
    "These need more than the text: everything is explored that may become of a device ([how](../profiles/check.md)).",
    "",
    ...rowsOf(modelChecks),
    "",
  ].join("\n")
  await expect(text).toMatchFileSnapshot(new URL("README.md", folder).pathname)
})

test("the shipped profiles and the lifecycle are without findings", () => {
  expect(lint([...shippedProfiles, shippedLifecycle], { bases: [] })).toEqual([])
})
