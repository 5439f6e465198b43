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

const resultOf = (finding: Finding) => ({
  ruleId: finding.code,
  ruleIndex: checks.findIndex(({ code }) => code === finding.code),
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
 */
export const sarif = (findings: ReadonlyArray<Finding>): string => {
  const driver = { name: "flightlog", semanticVersion: "0.1.0", rules: checks.map(ruleOf) }
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results: findings.map(resultOf) }
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`
}
