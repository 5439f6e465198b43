import { Result } from "effect"
import { type CompiledMachine, espTimeoutOf, type ProfileSettings } from "#domain/profile"
import { type Check, type Finding, findingOf, type Place, placeAt } from "../finding.ts"
import { libraryOf, readFile } from "../inheritance/library.ts"
import { checkDocument } from "../lint.ts"
import type { State, Way } from "../model.ts"
import { espOutcomes } from "../rules/esp-outcomes.ts"
import { noOutcome } from "../rules/no-outcome.ts"
import { unknownKind } from "../rules/unknown-kind.ts"
import { unreachableState } from "../rules/unreachable-state.ts"
import { unreachableStep } from "../rules/unreachable-step.ts"
import { waitsForEver } from "../rules/waits-for-ever.ts"
import { entryOf, textOf } from "../source.ts"
import type { Subject } from "../subject.ts"
import { compileWorkflow } from "./compile.ts"
import type { Given } from "./compile-document.ts"

/** A transition as it is written: `event` is the event, `timeout` or `done`; `index` counts the ways of one event. */
export interface WrittenWay {
  readonly at: Place
  readonly event: string
  readonly index: number
}

/** A state as it is written: its path, what people call it, and the place of its key. The root has the empty path. */
export interface WrittenState {
  readonly at: Place
  readonly path: string
  readonly title: string | null
  readonly ways: ReadonlyArray<WrittenWay>
}

/** A document that can be tried out: its statechart can be built, though a device may get stuck in it. */
export interface Draft {
  /** The file that it was read from. */
  readonly file: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly machine: CompiledMachine
  /** Null for a lifecycle. */
  readonly settings: ProfileSettings | null
  readonly states: ReadonlyArray<WrittenState>
  /** Where this file says that it builds on what others wrote. */
  readonly home: Place
  /** Everything that was found in the document, mistakes of its flow included. */
  readonly findings: ReadonlyArray<Finding>
}

/** Mistakes of the flow: a statechart with them can still be built, and tried out to see what they come to. */
const OF_THE_FLOW: ReadonlyArray<Check> = [
  noOutcome,
  waitsForEver,
  unreachableState,
  unreachableStep,
  espOutcomes,
]

const ofTheFlow = ({ code }: Finding): boolean => OF_THE_FLOW.some((check) => check.code === code)

const eventOf = ({ trigger }: Way): string =>
  trigger.kind === "event" || trigger.kind === "esp" ? trigger.event : trigger.kind

const writtenWays = (ways: ReadonlyArray<Way>): ReadonlyArray<WrittenWay> =>
  ways.map((way, place) => ({
    event: eventOf(way),
    index: ways.slice(0, place).filter((other) => eventOf(other) === eventOf(way)).length,
    at: placeAt(way.at),
  }))

const written = ({ key, node, path, ways }: State): WrittenState => ({
  path: path.join("."),
  title: textOf(node, "title") ?? null,
  ways: writtenWays(ways),
  at: placeAt(key),
})

const homeOf = ({ root, source }: Subject): Place => {
  const workflow = entryOf(root, "workflow")?.key
  const extended = entryOf(root, "extends")?.node.span
  return placeAt(
    workflow?.source === source ? workflow : (extended ?? { ...root.span, end: root.span.start }),
  )
}

const noWorkflow = ({ root }: Subject): Finding =>
  findingOf(unknownKind, {
    at: entryOf(root, "kind")?.node.span ?? root.span,
    message:
      "The file describes no workflow that could be tried out or drawn. Expected a deployment profile.",
  })

/**
 * What is found in an Enrollment Status Page, which has no workflow that could be tried out.
 *
 * @returns undefined for a document of another kind
 */
export const pageFindings = (text: string, { bases, file }: Given): ReadonlyArray<Finding> | undefined => {
  const { document } = readFile({ file, text })
  return document.value?.kind === "EnrollmentStatusPage"
    ? checkDocument(document, libraryOf(bases.map(readFile))).findings
    : undefined
}

/**
 * Compiles a document of either kind for trying it out.
 *
 * @returns the draft, with its findings where they are of the flow only; else every finding
 */
export const compileDraft = (
  text: string,
  { bases, file }: Given,
): Result.Result<Draft, ReadonlyArray<Finding>> => {
  const { findings, subject } = checkDocument(
    readFile({ file, text }).document,
    libraryOf(bases.map(readFile)),
  )
  const fatal = findings.filter((finding) => finding.severity === "error" && !ofTheFlow(finding))
  const workflow = subject?.workflow
  if (fatal.length > 0 || subject === undefined) return Result.fail(findings)
  if (workflow === undefined) return Result.fail([noWorkflow(subject)])
  const { kind, name, root, settings } = subject
  return Result.succeed({
    file,
    name,
    title: textOf(root, "title") ?? name,
    description: textOf(root, "description") ?? "",
    machine: compileWorkflow(workflow, { kind, espTimeoutMillis: espTimeoutOf(settings ?? null) }),
    settings: settings ?? null,
    home: homeOf(subject),
    states: [workflow.root, ...workflow.states].map(written),
    findings,
  })
}
