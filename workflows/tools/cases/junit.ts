import { type CaseResult, covers, type Difference, type SuiteReport, type TestReport } from "./report.ts"

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
}

/** Text within XML: what has a meaning there is escaped, what is not allowed there is replaced. */
const xml = (text: string): string =>
  text
    .replace(/[&<>"\n]/gu, (character) => ENTITIES[character] ?? character)
    .replace(/\p{Cc}|[\uFFFE\uFFFF]|\p{Cs}/gu, "\u{FFFD}")

const told = ({ expected, found, what }: Difference): string =>
  `${what}: expected ${expected}, found ${found}`

const testCase = (name: string, at: string, problem: string | null, kind: "failure" | "error"): string => {
  const head = `    <testcase classname="${xml(at)}" name="${xml(name)}"`
  if (problem === null) return `${head}/>`
  return `${head}>\n      <${kind} message="${xml(problem)}"/>\n    </testcase>`
}

const caseLine = ({ differences, name, passed }: CaseResult, file: string): string =>
  testCase(name, file, passed ? null : differences.map(told).join("\n"), "failure")

/** That a profile is covered as much as is asked for is a case of its own. */
const coverageLine = (suite: SuiteReport, least: number | null): ReadonlyArray<string> => {
  const { coverage, file } = suite
  if (least === null || coverage === null) return []
  const uncovered = [...coverage.states.uncovered, ...coverage.transitions.uncovered]
  const problem = covers(suite, least) ? null : `not covered: ${uncovered.join(", ")}`
  return [testCase(`covers at least ${least} %`, file, problem, "failure")]
}

const suiteText = (suite: SuiteReport, least: number | null): string => {
  const { cases, file, findings } = suite
  const coverage = coverageLine(suite, least)
  const failures = cases.filter(({ passed }) => !passed).length + (covers(suite, least) ? 0 : 1)
  const tests = cases.length + findings.length + coverage.length
  const lines = [
    ...findings.map(({ code, line, message, ...at }) =>
      testCase(`${at.file}:${line} ${code}`, file, message, "error"),
    ),
    ...cases.map((one) => caseLine(one, file)),
    ...coverage,
  ]
  const head = `  <testsuite name="${xml(file)}" tests="${tests}" failures="${failures}" errors="${findings.length}">`
  return [head, ...lines, "  </testsuite>"].join("\n")
}

/** A report as JUnit's XML, which build servers show. */
export const junit = ({ minCoverage, suites }: TestReport): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="flightlog profile test">',
    ...suites.map((suite) => suiteText(suite, minCoverage)),
    "</testsuites>",
    "",
  ].join("\n")
