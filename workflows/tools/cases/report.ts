import { Schema } from "effect"
import { Finding } from "#workflows/language"
import { Trace } from "../simulate/trace.ts"

/** What was expected of a case and what was found instead. */
const Difference = Schema.Struct({ what: Schema.String, expected: Schema.String, found: Schema.String })
export type Difference = typeof Difference.Type

const CaseResult = Schema.Struct({
  name: Schema.String,
  /** Where it is written; an included case is written in another file. */
  file: Schema.String,
  line: Schema.Int,
  passed: Schema.Boolean,
  differences: Schema.Array(Difference),
  /** How it went, where it failed. */
  trace: Schema.NullOr(Trace),
})
export type CaseResult = typeof CaseResult.Type

const Covered = Schema.Struct({
  /** Without those that cannot be reached. */
  total: Schema.Int,
  covered: Schema.Int,
  /** Whole percent, rounded down. */
  percent: Schema.Int,
  uncovered: Schema.Array(Schema.String),
  /** Said to be out of reach, and proved. */
  unreachable: Schema.Array(Schema.String),
})
export type Covered = typeof Covered.Type

const Coverage = Schema.Struct({ states: Covered, transitions: Covered })
export type Coverage = typeof Coverage.Type

const SuiteReport = Schema.Struct({
  file: Schema.String,
  /** Null where it was not found. */
  profile: Schema.NullOr(Schema.String),
  /** Mistakes in the file of cases or in the profile; then no case is run. */
  findings: Schema.Array(Finding),
  cases: Schema.Array(CaseResult),
  coverage: Schema.NullOr(Coverage),
})
export type SuiteReport = typeof SuiteReport.Type

/** What cases came to, file by file. */
export const TestReport = Schema.Struct({
  passed: Schema.Int,
  failed: Schema.Int,
  /** No mistake, no failed case, and coverage as it was asked for. */
  good: Schema.Boolean,
  /** The least percent of states and of transitions; null where nobody asked. */
  minCoverage: Schema.NullOr(Schema.Int),
  suites: Schema.Array(SuiteReport),
}).annotate({ identifier: "ProfileTestReport" })
export type TestReport = typeof TestReport.Type

/** Whether a file covers as much as is asked for. */
export const covers = ({ coverage }: SuiteReport, least: number | null): boolean =>
  least === null ||
  coverage === null ||
  (coverage.states.percent >= least && coverage.transitions.percent >= least)
