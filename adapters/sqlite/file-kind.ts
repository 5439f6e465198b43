import type { DatabaseSync } from "node:sqlite"
import type { Fault } from "./fault.ts"

/** Brings the tables of a file from one version to the next. Runs inside a transaction; throwing leaves the file as it was. */
export type Migration = (database: DatabaseSync) => void

/** What a file of Flightlog is: SQLite's header fields `application_id` and `user_version` tell it from any other file. */
export interface FileKind {
  /** For people, as in "event log". */
  readonly name: string
  readonly applicationId: number
  readonly version: number
  /** The statements that make its tables in an empty file. */
  readonly schema: string
  /** By the version that it starts from: `migrations[1]` makes a version 2 of a version 1. */
  readonly migrations?: { readonly [from: number]: Migration }
}

/** What the header of a file tells before anything in it is touched. */
export type Recognised =
  | { readonly _tag: "Empty" }
  | { readonly _tag: "Known" }
  /** Written by an older Flightlog, with a migration for each step from there to here. */
  | { readonly _tag: "Older"; readonly version: number; readonly steps: ReadonlyArray<Migration> }
  | { readonly _tag: "Refused"; readonly fault: Fault }

const refuse = (reason: string, remedy: string): Recognised => ({
  _tag: "Refused",
  fault: { code: 0, reason, remedy },
})

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name])

const isEmpty = (database: DatabaseSync) =>
  database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()?.tables === 0

/** The migrations from a version to the newest, undefined where one is missing. */
const stepsFrom = (version: number, { migrations, ...kind }: FileKind) => {
  const steps: Array<Migration> = []
  for (let from = version; from < kind.version; from++) {
    const step = migrations?.[from]
    if (step === undefined) return undefined
    steps.push(step)
  }
  return steps
}

/** Tells by its header what a file is. */
export const recognise = (database: DatabaseSync, kind: FileKind): Recognised => {
  const [id, version] = [pragma(database, "application_id"), pragma(database, "user_version")]
  if (id === 0 && version === 0 && isEmpty(database)) return { _tag: "Empty" }
  if (id !== kind.applicationId)
    return refuse(
      `It is an SQLite file, but no ${kind.name} of Flightlog (application id ${id}, expected ${kind.applicationId}).`,
      "Give the path of another file, or of one that does not exist yet.",
    )
  if (version > kind.version)
    return refuse(
      `A newer Flightlog wrote it (schema ${version}; this one knows ${kind.version}).`,
      "Use that Flightlog or a later one.",
    )
  if (version === kind.version) return { _tag: "Known" }
  const steps = stepsFrom(version, kind)
  return steps === undefined
    ? refuse(
        `An older Flightlog wrote it (schema ${version}; this one needs ${kind.version}).`,
        "Use the Flightlog that wrote it.",
      )
    : { _tag: "Older", version, steps }
}
