import { type Finding, findingOf, sorted } from "./finding.ts"
import { type FileText, type Library, libraryOf, readFile } from "./inheritance/library.ts"
import type { State } from "./model.ts"
import type { ReadDocument } from "./reading/document.ts"
import type { Rule } from "./rule.ts"
import { faultyBase } from "./rules/faulty-base.ts"
import { rules } from "./rules/index.ts"
import { entryOf } from "./source.ts"
import { type Subject, subjectOf } from "./subject.ts"

/** A document with everything that was found in it. `subject` is absent where it could not be read. */
export interface Checked {
  readonly subject: Subject | undefined
  readonly findings: ReadonlyArray<Finding>
}

const isError = (finding: Finding): boolean => finding.severity === "error"

/** What was found in documents that others extend: each is checked once. */
const checkedBases = new WeakMap<ReadDocument, ReadonlyArray<Finding>>()

const findingsInBase = (document: ReadDocument, library: Library): ReadonlyArray<Finding> => {
  const known = checkedBases.get(document) ?? checkDocument(document, library).findings
  checkedBases.set(document, known)
  return known
}

const faultyBases = (subject: Subject, library: Library): ReadonlyArray<Finding> => {
  const at = entryOf(subject.root, "extends")?.node.span
  const base = subject.bases[0]
  const first = base === undefined ? undefined : findingsInBase(base.document, library).find(isError)
  if (at === undefined || base === undefined || first === undefined) return []
  const message = `The profile "${base.name}" that "extends" names has mistakes itself. Mend it first: ${first.message}`
  return [findingOf(faultyBase, { at, message })]
}

/** A mistake that only shows in what a base wrote is told where this document builds on it. */
const broughtHome = (subject: Subject, finding: Finding): Finding => {
  if (finding.file === subject.source.file) return finding
  const home = entryOf(subject.root, "workflow")?.key
  const at =
    home?.source === subject.source
      ? home
      : (entryOf(subject.root, "extends")?.node.span ?? subject.root.span)
  const moved = findingOf(
    { code: finding.code, severity: finding.severity, title: "" },
    { at, message: finding.message },
  )
  const {
    code: _code,
    severity: _severity,
    help: _help,
    related: _related,
    suggestion: _suggestion,
    ...place
  } = finding
  return { ...moved, related: [{ ...place, message: "The base says this here." }] }
}

interface Found {
  readonly finding: Finding
  readonly unclear: State | undefined
}

const run = (some: ReadonlyArray<Rule>, subject: Subject): ReadonlyArray<Found> =>
  some.flatMap((rule) =>
    Array.from(rule.run(subject), (problem) => ({
      finding: findingOf(rule, problem),
      unclear: problem.unclear,
    })),
  )

/** A subject of which it is known in which states something is wrong: one mistake is to be told once. */
const knowing = (subject: Subject, found: ReadonlyArray<Found>): Subject => {
  if (subject.workflow === undefined) return subject
  const states = found.flatMap(({ unclear }) => unclear ?? [])
  return {
    ...subject,
    workflow: { ...subject.workflow, unclear: new Set([...subject.workflow.unclear, ...states]) },
  }
}

/** Checks a document that others may build on. */
export const checkDocument = (document: ReadDocument, library: Library): Checked => {
  const subject = subjectOf(document, library)
  if (subject === undefined) return { subject, findings: document.findings }
  const faulty = faultyBases(subject, library)
  if (faulty.length > 0)
    return { subject, findings: sorted([...document.findings, ...subject.findings, ...faulty]) }
  const read = subject.findings.map((finding) => broughtHome(subject, finding))
  const first = run(
    rules.filter((rule) => rule.last === undefined),
    subject,
  )
  const last = run(
    rules.filter((rule) => rule.last === true),
    knowing(subject, first),
  )
  const here = [...first, ...last].map(({ finding }) => broughtHome(subject, finding))
  return { subject, findings: sorted([...document.findings, ...read, ...here]) }
}

/**
 * Checks files of the profile language, which may extend each other and the `bases`. Needs nothing but the texts.
 *
 * @returns findings file by file, each by line and column
 */
export const lint = (
  files: ReadonlyArray<FileText>,
  { bases }: { readonly bases: ReadonlyArray<FileText> },
): ReadonlyArray<Finding> => {
  const read = files.map(readFile)
  const library = libraryOf([...read, ...bases.map(readFile)])
  return read.flatMap((file) => checkDocument(file.document, library).findings)
}
