import { Result } from "effect"
import { type CompiledMachine, espTimeoutOf, type PageSettings, type ProfileSettings } from "#domain/profile"
import { type Finding, findingOf } from "../finding.ts"
import { digestOf, type FileText, libraryOf, readFile } from "../inheritance/library.ts"
import { checkDocument } from "../lint.ts"
import { unknownKind } from "../rules/unknown-kind.ts"
import { entryOf } from "../source.ts"
import type { Subject } from "../subject.ts"
import type { MachineKind } from "../vocabulary.ts"
import { compileWorkflow } from "./compile.ts"

/** A document ready to be published: its statechart, and what it was made from. */
export interface CompiledDocument {
  readonly name: string
  readonly machine: CompiledMachine
  /** SHA-256, hex, of the machine's JSON. */
  readonly machineDigest: string
  /** SHA-256, hex, of the document's text. */
  readonly sourceDigest: string
  /** What the document builds on, nearest first, each with the SHA-256 of its text. */
  readonly bases: ReadonlyArray<{ readonly name: string; readonly digest: string }>
  /** What is suspicious but no mistake. */
  readonly warnings: ReadonlyArray<Finding>
}

/** A deployment profile ready to be published. */
export interface CompiledProfile extends CompiledDocument {
  readonly settings: ProfileSettings
  /** The file says `retired: true`: it is to be taken out of use, not published. */
  readonly retired: boolean
}

/** An Enrollment Status Page ready to be published: it has no statechart of its own. */
export interface CompiledPage {
  readonly name: string
  readonly settings: PageSettings
  readonly retired: boolean
  /** SHA-256, hex, of the document's text. */
  readonly sourceDigest: string
  readonly warnings: ReadonlyArray<Finding>
}

/** What a document is compiled with. */
export interface Given {
  /** The name of the file, for findings. */
  readonly file: string
  /** Documents that may be extended. */
  readonly bases: ReadonlyArray<FileText>
}

const wrongKind = (subject: Subject, expected: string): Finding =>
  findingOf(unknownKind, {
    at: entryOf(subject.root, "kind")?.node.span ?? subject.root.span,
    message: `The file describes another kind of thing. Expected "kind: ${expected}".`,
  })

const check = (file: FileText, bases: ReadonlyArray<FileText>, kind: MachineKind) => {
  const { subject, findings } = checkDocument(readFile(file).document, libraryOf(bases.map(readFile)))
  const errors = findings.filter((finding) => finding.severity === "error")
  const workflow = subject?.workflow
  if (errors.length > 0 || subject === undefined || workflow === undefined) return Result.fail(findings)
  const expected = kind === "attempt" ? "DeploymentProfile" : "Lifecycle"
  if (subject.kind !== kind) return Result.fail([wrongKind(subject, expected)])
  return Result.succeed({ subject, workflow, warnings: findings })
}

const compile = (
  file: FileText,
  bases: ReadonlyArray<FileText>,
  kind: MachineKind,
): Result.Result<CompiledDocument & { readonly subject: Subject }, ReadonlyArray<Finding>> => {
  const checked = check(file, bases, kind)
  if (Result.isFailure(checked)) return Result.fail(checked.failure)
  const { subject, workflow, warnings } = checked.success
  const espTimeoutMillis = espTimeoutOf(subject.settings ?? null)
  const machine = compileWorkflow(workflow, { kind, espTimeoutMillis })
  return Result.succeed({
    subject,
    name: subject.name,
    machine,
    machineDigest: digestOf(JSON.stringify(machine)),
    sourceDigest: digestOf(file.text),
    bases: subject.bases.map(({ name, digest }) => ({ name, digest })),
    warnings,
  })
}

/**
 * Compiles a deployment profile for publishing.
 *
 * @returns the profile, or every finding in it when at least one is an error
 * @example compileProfile(text, { file: "sales.yaml", bases: [{ file: "user-driven.yaml", text: shipped }] })
 */
export const compileProfile = (
  text: string,
  { file, bases }: Given,
): Result.Result<CompiledProfile, ReadonlyArray<Finding>> => {
  const result = compile({ file, text }, bases, "attempt")
  if (Result.isFailure(result)) return Result.fail(result.failure)
  const { subject, ...compiled } = result.success
  return subject.settings === undefined
    ? Result.fail([wrongKind(subject, "DeploymentProfile")])
    : Result.succeed({ ...compiled, settings: subject.settings, retired: subject.retired })
}

/**
 * Compiles an Enrollment Status Page that stands for itself.
 *
 * @returns the page, or every finding in it when at least one is an error
 */
export const compilePage = (
  text: string,
  { file }: Pick<Given, "file">,
): Result.Result<CompiledPage, ReadonlyArray<Finding>> => {
  const { subject, findings } = checkDocument(readFile({ file, text }).document, new Map())
  const isFaulty = findings.some(({ severity }) => severity === "error")
  if (isFaulty || subject === undefined) return Result.fail(findings)
  const { name, page: settings, retired } = subject
  return settings === undefined
    ? Result.fail([wrongKind(subject, "EnrollmentStatusPage")])
    : Result.succeed({ name, settings, retired, sourceDigest: digestOf(text), warnings: findings })
}

/** Compiles the lifecycle of registrations. */
export const compileLifecycle = (
  text: string,
  { file }: { readonly file: string },
): Result.Result<CompiledDocument, ReadonlyArray<Finding>> => {
  const result = compile({ file, text }, [], "lifecycle")
  if (Result.isFailure(result)) return Result.fail(result.failure)
  const { subject: _subject, ...compiled } = result.success
  return Result.succeed(compiled)
}
