import { Result } from "effect"
import {
  type FileText,
  type Finding,
  findingIn,
  oneOf,
  placeIn,
  suggest,
  wrongValue,
} from "#workflows/language"
import { type CourseStep, readStep, type WrittenStep } from "../rehearsal/course.ts"
import type { GivenDevice } from "../rehearsal/given-device.ts"
import type { Sequences } from "../simulate/step.ts"
import { fileBeside, nameOf } from "./beside.ts"
import { type Expected, isCaseFile, type ReadCases, readCases, type Unreachable } from "./case-file.ts"

/** A case as it is run: its steps understood. */
export interface SuiteCase {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly device: GivenDevice
  readonly given: ReadonlyArray<CourseStep>
  readonly when: ReadonlyArray<CourseStep>
  readonly expected: Expected
}

/** That something cannot be reached, and where it is said. */
export interface Claim extends Unreachable {
  readonly cases: ReadCases
  readonly index: number
}

/** The cases of a file with those that it includes: what a file says itself wins by its name. */
export interface Suite {
  readonly read: ReadCases
  readonly cases: ReadonlyMap<string, SuiteCase>
  readonly sequences: Sequences
  readonly claims: ReadonlyArray<Claim>
}

type Gathered = Result.Result<Suite, ReadonlyArray<Finding>>
type Path = ReadonlyArray<string | number>

/** A finding about a value of a file of cases. */
export const mistake = (cases: ReadCases, path: Path, message: string, suggestion?: string): Finding =>
  findingIn(wrongValue, placeIn(cases, path), { message, suggestion })

/** Collects mistakes while a file is understood. */
interface Reading {
  readonly cases: ReadCases
  readonly findings: Array<Finding>
}

const understood = (
  { cases, findings }: Reading,
  path: Path,
  written: ReadonlyArray<WrittenStep> = [],
): ReadonlyArray<CourseStep> =>
  written.flatMap((one, index) => {
    const step = readStep(one)
    if (Result.isSuccess(step)) return [step.success]
    findings.push(mistake(cases, [...path, index], step.failure))
    return []
  })

const ownCases = (reading: Reading): ReadonlyMap<string, SuiteCase> => {
  const { cases, findings } = reading
  const own = new Map<string, SuiteCase>()
  for (const [index, one] of (cases.value.cases ?? []).entries()) {
    const path = ["cases", index]
    if (own.has(one.name))
      findings.push(
        mistake(
          cases,
          [...path, "name"],
          `Two cases are called ${JSON.stringify(one.name)}. Name one otherwise.`,
        ),
      )
    own.set(one.name, {
      name: one.name,
      file: cases.file,
      line: placeIn(cases, path).line,
      device: { ...cases.value.device, ...one.device },
      given: understood(reading, [...path, "given"], one.given),
      when: understood(reading, [...path, "when"], one.when),
      expected: one.then,
    })
  }
  return own
}

const without = (reading: Reading, index: number, included: Suite, names: ReadonlyArray<string>): Suite => {
  const known = [...included.cases.keys()]
  for (const [place, name] of names.entries())
    if (!included.cases.has(name))
      reading.findings.push(
        mistake(
          reading.cases,
          ["include", index, "without", place],
          `There is no case ${JSON.stringify(name)} to be left out.`,
          suggest(name, known),
        ),
      )
  return { ...included, cases: new Map([...included.cases].filter(([name]) => !names.includes(name))) }
}

/** Knows the files of cases by name. */
export interface CaseFiles {
  readonly files: ReadonlyMap<string, FileText>
  /** Those of the shipped profiles, by their bare names: used where no file of this name is beside. */
  readonly shipped: ReadonlyMap<string, FileText>
  /** The files that are being included; none includes itself. */
  readonly within: ReadonlyArray<string>
}

const included = (reading: Reading, { files, shipped, within }: CaseFiles): ReadonlyArray<Suite> =>
  (reading.cases.value.include ?? []).flatMap((written, index) => {
    const { file: name, without: names } =
      typeof written === "string" ? { file: written, without: [] } : written
    const file = fileBeside(reading.cases.file, name)
    const source = files.get(file) ?? shipped.get(name)
    if (source === undefined || within.includes(source.file)) {
      const known = [...files.keys(), ...shipped.keys()].filter(isCaseFile).map((one) => nameOf(one))
      const why =
        source === undefined
          ? "There is no such file beside this one, and none is shipped"
          : "It includes this file itself"
      reading.findings.push(
        mistake(
          reading.cases,
          ["include", index],
          `"include" names ${JSON.stringify(name)}. ${why}. Expected another file of cases.`,
          source === undefined ? suggest(name, known) : undefined,
        ),
      )
      return []
    }
    const suite = gather(source, { files, shipped, within: [...within, source.file] })
    if (Result.isSuccess(suite)) return [without(reading, index, suite.success, names)]
    reading.findings.push(...suite.failure)
    return []
  })

const unknownSequences = ({ cases, findings }: Reading, sequences: Sequences): void => {
  const known = [...sequences.keys()]
  const look = (path: Path, written: ReadonlyArray<WrittenStep> = []): void => {
    for (const [index, step] of written.entries()) {
      const name = typeof step === "string" ? undefined : step.sequence
      if (typeof name !== "string" || sequences.has(name)) continue
      const expected = known.length === 0 ? 'Name it under "sequences".' : `Expected ${oneOf(known)}.`
      const said = `There is no sequence ${JSON.stringify(name)}. ${expected}`
      findings.push(mistake(cases, [...path, index, "sequence"], said, suggest(name, known)))
    }
  }
  for (const [index, one] of (cases.value.cases ?? []).entries()) {
    look(["cases", index, "given"], one.given)
    look(["cases", index, "when"], one.when)
  }
  for (const [name, steps] of Object.entries(cases.value.sequences ?? {})) look(["sequences", name], steps)
}

/**
 * Reads a file of cases with everything that it includes.
 *
 * @returns the suite, or every mistake in the file and in what it includes
 */
export const gather = (source: FileText, { files, shipped, within }: CaseFiles): Gathered => {
  const read = readCases(source)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const cases: ReadCases = { ...read.success, file: source.file }
  const reading: Reading = { cases, findings: [] }
  const others = included(reading, { files, shipped, within })
  const own = Object.entries(cases.value.sequences ?? {}).map(
    ([name, steps]) => [name, understood(reading, ["sequences", name], steps)] as const,
  )
  const sequences = new Map([...others.flatMap((suite) => [...suite.sequences]), ...own])
  const suite: Suite = {
    read: cases,
    cases: new Map([...others.flatMap((one) => [...one.cases]), ...ownCases(reading)]),
    sequences,
    claims: [
      ...others.flatMap(({ claims }) => claims),
      ...(cases.value.unreachable ?? []).map((claim, index) => ({ ...claim, cases, index })),
    ],
  }
  unknownSequences(reading, sequences)
  return reading.findings.length === 0 ? Result.succeed(suite) : Result.fail(reading.findings)
}
