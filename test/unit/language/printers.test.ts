import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { checks, type Finding, github, lint, sarif } from "#workflows/language"
import { readSarif } from "../../support/sarif.ts"
import { shippedProfiles } from "./shipped.ts"

const TWICE = "dsl: 1\nkind: DeploymentProfile\nname: test\nextends: user-driven\nname: again\n"
const found = (file: string, text = TWICE) => lint([{ file, text }], { bases: shippedProfiles })

describe("SARIF", () => {
  test("names every check as a rule and every finding as a result with its places", () => {
    const [run] = readSarif(sarif(found("a profile.yaml"))).runs
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(checks.map(({ code }) => code))
    const [result] = run?.results ?? []
    expect(result).toMatchObject({ ruleId: "FL003", level: "error" })
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe("FL003")
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "a%20profile.yaml" },
      region: { startLine: 5, startColumn: 1, endLine: 5, endColumn: 5 },
    })
    expect(result?.relatedLocations?.[0]?.physicalLocation.region.startLine).toBe(3)
  })

  test("is valid where nothing was found", () => {
    expect(readSarif(sarif([])).runs[0]?.results).toEqual([])
  })

  test("names any file by a URI reference, whatever its characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (file) => {
        readSarif(sarif(found(file)))
      }),
      { numRuns: 100 },
    )
    const uri = (file: string) =>
      readSarif(sarif(found(file))).runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri
    expect(uri("C:\\profiles\\sales.yaml")).toBe("file:///C:/profiles/sales.yaml")
    expect(uri("a:b.yaml")).toBe("a%3Ab.yaml")
    expect(uri("/srv/profiles/sales.yaml")).toBe("/srv/profiles/sales.yaml")
  })
})

describe("GitHub annotations", () => {
  test("are one command a finding, with what would end a property or a line escaped", () => {
    const [finding] = found("a,b:c.yaml")
    expect(github([finding as Finding])).toBe(
      '::error file=a%2Cb%3Ac.yaml,line=5,endLine=5,col=1,endColumn=5,title=FL003::The key "name" stands twice in the same mapping. Keep one of the two. See docs/findings/FL003.md\n',
    )
    const hard = { ...(finding as Finding), endLine: 6, message: "50%\nand more" }
    expect(github([hard])).toBe(
      "::error file=a%2Cb%3Ac.yaml,line=5,endLine=6,title=FL003::50%25%0Aand more See docs/findings/FL003.md\n",
    )
  })

  test("are nothing where nothing was found", () => {
    expect(github([])).toBe("")
  })
})
