import { Predicate, Schema } from "effect"
import { EXIT, type ExitCode } from "./exit-code.ts"

/** An error as people are told of it: what was wrong, where, and what to do. */
export interface Complaint {
  /** Stable, for programs: `tenant-unknown`. */
  readonly code: string
  readonly what: string
  readonly where: string | null
  readonly remedy: string
  readonly exit: ExitCode
}

/** Something that the command line itself does not take: a name it does not know, a file it cannot read. */
export class CliRefusal extends Schema.TaggedError<CliRefusal>()("CliRefusal", {
  code: Schema.String,
  what: Schema.String,
  where: Schema.NullOr(Schema.String),
  remedy: Schema.String,
  exit: Schema.Literals(Object.values(EXIT)),
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}

/** Ends a command with an exit code when everything there was to say is said. */
export class EndWith extends Schema.TaggedError<EndWith>()("EndWith", {
  exit: Schema.Literals(Object.values(EXIT)),
}) {}

/** The one table from errors to exit codes. What is not in it was refused by the rules. */
const EXITS: { readonly [tag: string]: ExitCode } = {
  EventStoreFailure: EXIT.io,
  KeysFailure: EXIT.io,
  KnowledgeFailure: EXIT.io,
  ReadModelsFailure: EXIT.io,
  IntegrityError: EXIT.io,
  UnreadableEvent: EXIT.io,
  MachineMissing: EXIT.io,
  ServiceFailed: EXIT.io,
  ListenFailed: EXIT.io,
  BackupFailed: EXIT.io,
  StoreUrlInvalid: EXIT.usage,
}

/** What to do about errors that do not say so themselves. */
const REMEDIES: { readonly [tag: string]: string } = {
  KeysFailure: "Check the file of the keys and its rights, then try again.",
  IntegrityError: "Do not write to this store any more; compare it with a backup.",
  UnreadableEvent: "Use the version of Flightlog that wrote this store, or a newer one.",
  MachineMissing: "Compare the store with a backup.",
}

const textOf = (error: object, name: string): string | undefined => {
  const value: unknown = name in error ? Reflect.get(error, name) : undefined
  return typeof value === "string" && value !== "" ? value : undefined
}

/** What went wrong, without what to do about it. */
const whatOf = (error: Error): string => {
  const reason = textOf(error, "reason")
  const operation = textOf(error, "operation")
  if (reason !== undefined && operation !== undefined) return `Flightlog could not ${operation}: ${reason}`
  return textOf(error, "what") ?? reason ?? error.message
}

const codeOf = (error: object): string => {
  const code = textOf(error, "code") ?? textOf(error, "autopilot") ?? textOf(error, "_tag") ?? "unexpected"
  const number = textOf(error, "number")
  return number === undefined ? code : `${number} ${code}`
}

const unexpected = (error: unknown): Complaint => ({
  code: "unexpected",
  what: `Flightlog met something it did not expect: ${error instanceof Error ? error.message : String(error)}`,
  where: null,
  remedy: "This is a mistake in Flightlog. Please report it with the command that you typed.",
  exit: EXIT.io,
})

/** The complaint about an error, whatever it is; never a stack trace. */
export const complaintOf = (error: unknown): Complaint => {
  if (error instanceof CliRefusal) {
    const { code, exit, remedy, what, where } = error
    return { code, exit, remedy, what, where }
  }
  if (!Predicate.hasProperty(error, "_tag") || !(error instanceof Error)) return unexpected(error)
  const tag = String(error._tag)
  return {
    code: codeOf(error),
    what: whatOf(error),
    where: textOf(error, "where") ?? null,
    remedy: textOf(error, "remedy") ?? REMEDIES[tag] ?? "Correct it and try again.",
    exit: EXITS[tag] ?? EXIT.refused,
  }
}
