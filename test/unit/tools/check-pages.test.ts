import { existsSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { type FileText, pretty } from "#workflows/language"
import { check, modelChecks } from "#workflows/tools"
import { filesBelow, findingsFolder } from "../../support/finding-pages.ts"
import { shippedFiles } from "../../support/shipped.ts"

const findingsOf = (files: ReadonlyArray<FileText>) => {
  const [subject, ...others] = files.toReversed()
  return check(subject!, { bases: [...others, ...shippedFiles] }).findings
}

describe.each(modelChecks.map((one) => [one.code, one.title, one] as const))(
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
