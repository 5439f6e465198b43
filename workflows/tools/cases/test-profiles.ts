import { Result } from "effect"
import { compileDraft, type Draft, type FileText, type Finding, inOrder, suggest } from "#workflows/language"
import { directoryOf, fileBeside, nameOf } from "./beside.ts"
import { isCaseFile, profileBeside, type ReadCases } from "./case-file.ts"
import { coverageOf } from "./coverage.ts"
import { covers, type SuiteReport, type TestReport } from "./report.ts"
import { runCase } from "./run-case.ts"
import { gather, mistake } from "./suite.ts"

/** What cases are run with. */
export interface TestGiven {
  /** Profiles and files of cases by name: what stands beside the files that are run. */
  readonly files: ReadonlyArray<FileText>
  /** What profiles may extend beside each other: the shipped ones, those of a tenant. */
  readonly bases: ReadonlyArray<FileText>
  /** Files of cases that may be included though they are not beside: those of the shipped profiles. */
  readonly shippedCases: ReadonlyArray<FileText>
  /** The least percent of states and of transitions; null where it does not matter. */
  readonly minCoverage: number | null
}

type Found = ReadonlyArray<Finding>

const noProfile = (cases: ReadCases, name: string, { files }: TestGiven): Finding => {
  const beside = files.filter(
    ({ file }) => !isCaseFile(file) && directoryOf(file) === directoryOf(cases.file),
  )
  const path = cases.value.profile === undefined ? [] : ["profile"]
  const remedy = `Name the file of the profile: "profile: FILE".`
  return mistake(
    cases,
    path,
    `There is no profile ${JSON.stringify(name)} beside this file. ${remedy}`,
    suggest(
      nameOf(name),
      beside.map(({ file }) => nameOf(file)),
    ),
  )
}

const draftFor = (cases: ReadCases, given: TestGiven): Result.Result<Draft, Found> => {
  const named = cases.value.profile
  const name = named === undefined ? profileBeside(cases.file) : fileBeside(cases.file, named)
  const source = given.files.find(({ file }) => file === name)
  if (source === undefined) return Result.fail([noProfile(cases, named ?? nameOf(name), given)])
  const others = given.files.filter(({ file }) => !isCaseFile(file))
  return compileDraft(source.text, { file: source.file, bases: [...others, ...given.bases] })
}

const broken = (file: string, findings: Found): SuiteReport => ({
  file,
  profile: null,
  findings: [...findings].toSorted(inOrder),
  cases: [],
  coverage: null,
})

const suiteReport = (source: FileText, given: TestGiven): SuiteReport => {
  const { file } = source
  const files = new Map(given.files.map((one) => [one.file, one]))
  const shipped = new Map(given.shippedCases.map((one) => [one.file, one]))
  const suite = gather(source, { files, shipped, within: [file] })
  if (Result.isFailure(suite)) return broken(file, suite.failure)
  const { cases, claims, read, sequences } = suite.success
  const draft = draftFor(read, given)
  if (Result.isFailure(draft)) return broken(file, draft.failure)
  const ran = [...cases.values()].map((one) => runCase(draft.success, one, sequences))
  const traces = ran.flatMap(({ trace }) => (trace === null ? [] : [trace]))
  const { coverage, findings } = coverageOf(draft.success, traces, { claims, file })
  const profile = draft.success.name
  return { file, profile, findings, cases: ran.map(({ result }) => result), coverage }
}

/**
 * Runs the cases of files, each on the profile that it is for.
 *
 * @param tests files of cases
 * @example testProfiles([cases], { files: [profile], bases, shippedCases, minCoverage: 100 }).good
 */
export const testProfiles = (tests: ReadonlyArray<FileText>, given: TestGiven): TestReport => {
  const files = [
    ...given.files,
    ...tests.filter((test) => !given.files.some(({ file }) => file === test.file)),
  ]
  const suites = tests.map((test) => suiteReport(test, { ...given, files }))
  const cases = suites.flatMap((suite) => suite.cases)
  const failed = cases.filter(({ passed }) => !passed).length
  return {
    passed: cases.length - failed,
    failed,
    good:
      failed === 0 &&
      suites.every((suite) => suite.findings.length === 0 && covers(suite, given.minCoverage)),
    minCoverage: given.minCoverage,
    suites,
  }
}
