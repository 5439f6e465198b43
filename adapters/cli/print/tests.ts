import { type FileText, pretty } from "#workflows/language"
import { covers, type TestReport } from "#workflows/tools"
import type { Screen } from "../output.ts"
import { type Style, styleOf } from "./colour.ts"
import { counted } from "./counted.ts"
import { endText, stepText } from "./trace.ts"

type Suite = TestReport["suites"][number]
type Case = Suite["cases"][number]
type Coverage = NonNullable<Suite["coverage"]>

const INDENT = "  "

/** Each difference with what was expected above what was found, so that the eye compares them. */
const differenceLines = ({ differences }: Case, { bad, good }: Style): ReadonlyArray<string> =>
  differences.flatMap(({ expected, found, what }) => [
    `${INDENT}${INDENT}${what}`,
    `${INDENT}${INDENT}${INDENT}expected ${good(expected)}`,
    `${INDENT}${INDENT}${INDENT}found    ${bad(found)}`,
  ])

const wentLines = ({ trace }: Case, screen: Screen): ReadonlyArray<string> => {
  if (trace === null) return []
  const { faint } = styleOf(screen)
  const steps = trace.steps.map((step) => stepText({ ...step, took: [], deadlines: [] }, screen))
  return [faint(`${INDENT}${INDENT}it went:`), ...steps, `${INDENT}${INDENT}${endText(trace, screen)}`]
}

const caseLines = (one: Case, screen: Screen): ReadonlyArray<string> => {
  const style = styleOf(screen)
  if (one.passed) return [`${INDENT}${style.good("passed")}  ${one.name}`]
  const head = `${INDENT}${style.bad("failed")}  ${one.name}  ${style.faint(`${one.file}:${one.line}`)}`
  return [head, ...differenceLines(one, style), ...wentLines(one, screen)]
}

const share = ({ covered, percent, total }: Coverage["states"], what: string): string =>
  `${covered} of ${counted(total, what)} (${percent} %)`

const coverageLines = (
  suite: Suite,
  coverage: Coverage,
  { least, style }: { readonly least: number | null; readonly style: Style },
): ReadonlyArray<string> => {
  const { states, transitions } = coverage
  const paint = covers(suite, least) ? style.good : style.bad
  const beyond = states.unreachable.length + transitions.unreachable.length
  const asked = covers(suite, least) ? "" : `, less than ${least} %`
  return [
    `${INDENT}${paint(`covers ${share(transitions, "transition")}, ${share(states, "state")}${asked}`)}`,
    ...(beyond === 0
      ? []
      : [
          style.faint(
            `${INDENT}left out as unreachable: ${counted(transitions.unreachable.length, "transition")}, ${counted(states.unreachable.length, "state")}`,
          ),
        ]),
    ...states.uncovered.map((path) => `${INDENT}${INDENT}no case comes to ${path}`),
    ...transitions.uncovered.map((id) => `${INDENT}${INDENT}no case takes ${id}`),
  ]
}

interface Shown {
  readonly least: number | null
  readonly screen: Screen
  readonly sources: ReadonlyArray<FileText>
}

const suiteText = (suite: Suite, { least, screen, sources }: Shown): string => {
  const style = styleOf(screen)
  const found = pretty(suite.findings, { sources, colour: screen.colour }).trimEnd()
  const head = `${style.strong(suite.file)}${suite.profile === null ? "" : ` on ${suite.profile}`}`
  return [
    ...(found === "" ? [] : [found]),
    head,
    ...suite.cases.flatMap((one) => caseLines(one, screen)),
    ...(suite.coverage === null ? [] : coverageLines(suite, suite.coverage, { least, style })),
  ].join("\n")
}

/** What cases came to, for people: every case, every difference, what no case comes to, and the sum. */
export const testsText = (
  { failed, minCoverage, passed, suites }: TestReport,
  { screen, sources }: Pick<Shown, "screen" | "sources">,
): string => {
  const { bad, good } = styleOf(screen)
  const texts = suites.map((suite) => suiteText(suite, { least: minCoverage, screen, sources }))
  const findings = suites.reduce((sum, suite) => sum + suite.findings.length, 0)
  const found = findings === 0 ? "" : `, ${bad(counted(findings, "finding"))}`
  const sum = `${good(`${counted(passed, "case")} passed`)}, ${failed === 0 ? "0 failed" : bad(`${failed} failed`)}${found}.`
  return [...texts, sum].join("\n\n")
}
