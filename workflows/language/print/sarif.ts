import type { Check, Finding, RelatedPlace } from "../finding.ts"
import { checks } from "../rules/index.ts"
import { uriOf } from "./uri.ts"

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

const location = (place: Omit<RelatedPlace, "message">) => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(place.file) },
    region: {
      startLine: place.line,
      startColumn: place.column,
      endLine: place.endLine,
      endColumn: place.endColumn,
    },
  },
})

const ruleOf = ({ code, severity, title }: Check) => ({
  id: code,
  shortDescription: { text: `${title}.` },
  help: { text: `See docs/findings/${code}.md` },
  defaultConfiguration: { level: severity },
})

const resultOf = (finding: Finding, rules: ReadonlyArray<Check>) => ({
  ruleId: finding.code,
  ruleIndex: rules.findIndex(({ code }) => code === finding.code),
  level: finding.severity,
  message: { text: finding.message },
  locations: [location(finding)],
  ...(finding.related.length === 0
    ? {}
    : {
        relatedLocations: finding.related.map((place, id) => ({
          id,
          ...location(place),
          message: { text: place.message },
        })),
      }),
})

/**
 * Findings as SARIF, for code scanning: one run, with every check as a rule and every finding as a result.
 * Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
 *
 * @param more checks that findings may be of, beside those of the linter
 */
export const sarif = (findings: ReadonlyArray<Finding>, more: ReadonlyArray<Check> = []): string => {
  const known = [...checks, ...more]
  const driver = { name: "flightlog", semanticVersion: "0.1.0", rules: known.map(ruleOf) }
  const results = findings.map((finding) => resultOf(finding, known))
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results }
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`
}
