import { Schema } from "effect"
import type { State } from "./model.ts"
import type { Span } from "./source.ts"

/** Where something is written. */
export const Place = Schema.Struct({
  file: Schema.String,
  /** Lines and columns count from 1; columns count UTF-16 units; the end column is the first one after the end. */
  line: Schema.Int,
  column: Schema.Int,
  endLine: Schema.Int,
  endColumn: Schema.Int,
})
export type Place = typeof Place.Type

const Severity = Schema.Literals(["error", "warning"])
type Severity = typeof Severity.Type

/** Another place that explains a finding, such as where a key was first defined. */
export const RelatedPlace = Schema.Struct({ message: Schema.String, ...Place.fields })
export type RelatedPlace = typeof RelatedPlace.Type

/** One mistake in a file: what is wrong (quoted), where, what was expected and how to mend it. */
export const Finding = Schema.Struct({
  /** Stable: `FL001`. */
  code: Schema.String,
  severity: Severity,
  message: Schema.String,
  ...Place.fields,
  related: Schema.Array(RelatedPlace),
  /** What was probably meant. */
  suggestion: Schema.optionalKey(Schema.String),
  /** The page that explains the check. */
  help: Schema.String,
})
export type Finding = typeof Finding.Type

/** What a check found, before it knows its code. */
export interface Problem {
  /** The state whose ways are not clear because of this: nothing else is concluded from it. */
  readonly unclear?: State
  readonly at: Span
  readonly message: string
  readonly related?: ReadonlyArray<{ readonly message: string; readonly at: Span }>
  readonly suggestion?: string | undefined
}

/** What every check says about itself; its page is `docs/findings/<code>.md`. */
export interface Check {
  readonly code: string
  readonly severity: Severity
  /** A sentence without a full stop: the mistake in general. */
  readonly title: string
}

/** The place of a stretch of a source. */
export const placeAt = ({ source, start, end }: Span): Place => {
  const from = source.lines.linePos(start)
  const to = source.lines.linePos(Math.max(end, start))
  return {
    file: source.file,
    line: Math.max(from.line, 1),
    column: Math.max(from.col, 1),
    endLine: Math.max(to.line, 1),
    endColumn: Math.max(to.col, 1),
  }
}

const asSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A problem as a finding of a check. */
export const findingOf = (check: Check, { at, related = [], ...problem }: Problem): Finding =>
  findingIn(check, placeAt(at), {
    ...problem,
    related: related.map((other) => ({ message: other.message, ...placeAt(other.at) })),
  })

interface Told extends Pick<Problem, "message" | "suggestion"> {
  readonly related?: ReadonlyArray<RelatedPlace>
}

/** A finding of a check at a place that is known already. */
export const findingIn = (
  check: Check,
  place: Place,
  { message, related = [], suggestion }: Told,
): Finding => ({
  code: check.code,
  severity: check.severity,
  message: asSentence(
    suggestion === undefined ? message : `${message} Did you mean ${JSON.stringify(suggestion)}?`,
  ),
  ...place,
  related,
  ...(suggestion === undefined ? {} : { suggestion }),
  help: `docs/findings/${check.code}.md`,
})

/** Compares findings by line, column and code. */
export const inOrder = (a: Finding, b: Finding): number =>
  a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)

/** Findings by line and column; what is said twice about one place is said once. */
export const sorted = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => {
  const seen = new Set<string>()
  return [...findings].sort(inOrder).filter((finding) => {
    const key = JSON.stringify([finding.file, finding.line, finding.column, finding.code, finding.message])
    return !seen.has(key) && seen.add(key) !== undefined
  })
}
