import { readdirSync } from "node:fs"
import { expect, test } from "vitest"
import { type Check, checks, type FileText, lint } from "#workflows/language"
import { modelChecks } from "#workflows/tools"
import { describePages, findingsFolder } from "../../support/finding-pages.ts"
import { shippedLifecycle, shippedProfiles } from "./shipped.ts"

const findingsOf = (files: ReadonlyArray<FileText>) =>
  lint(files, { bases: shippedProfiles }).filter((finding) => finding.file === "profile.yaml")

describePages(checks, findingsOf)

test("there is a page for every check and no other, and every code is used once", () => {
  const codes = [...checks, ...modelChecks].map((check) => check.code)
  expect(new Set(codes).size).toBe(codes.length)
  expect(
    readdirSync(findingsFolder)
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
  await expect(text).toMatchFileSnapshot(new URL("README.md", findingsFolder).pathname)
})

test("the shipped profiles and the lifecycle are without findings", () => {
  expect(lint([...shippedProfiles, shippedLifecycle], { bases: [] })).toEqual([])
})
