import { closeSync, mkdirSync, openSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { BUSY_TIMEOUT_MS, explain, type Fault } from "./fault.ts"

/** What a file of Flightlog is: SQLite's header fields `application_id` and `user_version` tell it from any other file. */
export interface FileKind {
  /** For people, as in "event log". */
  readonly name: string
  readonly applicationId: number
  readonly version: number
  /** The statements that make its tables in an empty file. */
  readonly schema: string
}

/** An open file, or why it was refused. */
export type Opening =
  | { readonly _tag: "Opened"; readonly database: DatabaseSync }
  | { readonly _tag: "Refused"; readonly fault: Fault }

const refuse = (reason: string, remedy: string): Opening => ({
  _tag: "Refused",
  fault: { code: 0, reason, remedy },
})

const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error)

/** Makes the file, for its owner only, and its directory, but not the directory's ancestors: those are rather a slip of the pen. */
const makeFile = (path: string): Opening | undefined => {
  const directory = dirname(path)
  try {
    mkdirSync(directory)
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return refuse(
        `Its directory "${directory}" does not exist, nor does the one above it.`,
        "Create the directory, or correct the path.",
      )
    if (errorCode(error) !== "EEXIST")
      return refuse(
        `Its directory "${directory}" could not be made (${errorCode(error)}).`,
        "Create the directory, or give a path that may be written.",
      )
  }
  try {
    closeSync(openSync(path, "a", 0o600))
    return undefined
  } catch (error) {
    const code = errorCode(error)
    if (code === "EISDIR") return refuse("It is a directory.", "Give the path of a file in it.")
    if (code === "ENOTDIR") return refuse(`"${directory}" is no directory.`, "Correct the path.")
    return refuse(
      `The file or its directory may not be written (${code}).`,
      "Give the user that runs Flightlog the right to write both, or choose another path.",
    )
  }
}

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name])

const isEmpty = (database: DatabaseSync) =>
  database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()?.tables === 0

type Recognised = "empty" | "known" | Opening

/** Tells by its header what a file is, before anything in it is touched. */
const recognise = (database: DatabaseSync, kind: FileKind): Recognised => {
  const [id, version] = [pragma(database, "application_id"), pragma(database, "user_version")]
  if (id === 0 && version === 0 && isEmpty(database)) return "empty"
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
  if (version < kind.version)
    return refuse(
      `An older Flightlog wrote it (schema ${version}; this one needs ${kind.version}).`,
      "Use the Flightlog that wrote it.",
    )
  return "known"
}

const create = (database: DatabaseSync, kind: FileKind): Recognised => {
  database.exec("BEGIN IMMEDIATE")
  // Another process may have made the tables since the file was found empty.
  const recognised = recognise(database, kind)
  if (recognised === "empty")
    database.exec(
      `${kind.schema}; PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.version}`,
    )
  database.exec("COMMIT")
  return recognised
}

const prepare = (database: DatabaseSync, kind: FileKind): Opening => {
  let recognised = recognise(database, kind)
  if (typeof recognised === "object") return recognised
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
  if (recognised === "empty") recognised = create(database, kind)
  return typeof recognised === "object" ? recognised : { _tag: "Opened", database }
}

/**
 * Opens a file of Flightlog to read and write, and makes it where there is none: in write-ahead mode, each commit synced to
 * the disk before it returns. Loads nothing of Effect, so that a writer thread starts at once.
 */
export const openFile = (path: string, kind: FileKind): Opening => {
  const place = resolve(path)
  const refusal = makeFile(place)
  if (refusal !== undefined) return refusal
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(place, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false })
    const opening = prepare(database, kind)
    if (opening._tag === "Refused") database.close()
    return opening
  } catch (error) {
    database?.close()
    return { _tag: "Refused", fault: explain(error) }
  }
}
