import { existsSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { type Check, type FileText, type Finding, pretty } from "#workflows/language"

/** Where the pages of findings are. */
export const findingsFolder = new URL("../../docs/findings/", import.meta.url)

/** The YAML blocks below a heading. The last one is the profile, the others are files that it builds on. */
const filesBelow = (heading: string, page: string): ReadonlyArray<FileText> => {
  const section = page.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? ""
  const blocks = [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "")
  return blocks.map((text, index) => ({
    file: index === blocks.length - 1 ? "profile.yaml" : "base.yaml",
    text,
  }))
}

/** Runs the examples on the page of each check: the wrong one has its finding, with the text on the page; the right one none. */
export const describePages = (
  checks: ReadonlyArray<Check>,
  findingsOf: (files: ReadonlyArray<FileText>) => ReadonlyArray<Finding>,
): void =>
  describe.each(checks.map((check) => [check.code, check.title, check] as const))(
    "%s: %s",
    (code, title, { severity }) => {
      const url = new URL(`${code}.md`, findingsFolder)
      const page = existsSync(url) ? readFileSync(url, "utf8") : ""

      test("finds the mistake in its wrong example, that one only, with the text on its page (vitest -u writes it)", async () => {
        const files = filesBelow("Wrong", page)
        const findings = findingsOf(files)
        expect(findings.map((finding) => [finding.code, finding.severity])).toEqual([[code, severity]])
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
