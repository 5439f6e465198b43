import { closeSync, mkdirSync, openSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { BUSY_TIMEOUT_MS, explain, type Fault } from "./fault.ts"
import { type FileKind, type Recognised, recognise } from "./file-kind.ts"
import { migrate } from "./migrate.ts"
import { writeAheadFault } from "./write-ahead.ts"

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

const create = (database: DatabaseSync, kind: FileKind): Recognised => {
  database.exec("BEGIN IMMEDIATE")
  // Another process may have made the tables since the file was found empty.
  const recognised = recognise(database, kind)
  if (recognised._tag === "Empty")
    database.exec(
      `${kind.schema}; PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.version}`,
    )
  database.exec("COMMIT")
  return recognised
}

/** Makes an open file ready; what is not refused and not older is. */
const prepare = (database: DatabaseSync, kind: FileKind): Recognised => {
  const recognised = recognise(database, kind)
  if (recognised._tag === "Refused" || recognised._tag === "Older") return recognised
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
  return recognised._tag === "Empty" ? create(database, kind) : recognised
}

const openOnce = (place: string, kind: FileKind): Opening | Extract<Recognised, { _tag: "Older" }> => {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(place, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false })
    const prepared = prepare(database, kind)
    if (prepared._tag === "Empty" || prepared._tag === "Known") return { _tag: "Opened", database }
    database.close()
    return prepared
  } catch (error) {
    database?.close()
    return { _tag: "Refused", fault: explain(error) }
  }
}

/**
 * Opens a file of Flightlog to read and write, and makes it where there is none: in write-ahead mode, each commit synced to
 * the disk before it returns. A file of an older version is brought up to date first. Loads nothing of Effect, so that a writer
 * thread starts at once.
 */
export const openFile = (path: string, kind: FileKind): Opening => {
  const place = resolve(path)
  const damage = writeAheadFault(place)
  if (damage !== undefined) return { _tag: "Refused", fault: damage }
  const refusal = makeFile(place)
  if (refusal !== undefined) return refusal
  const opening = openOnce(place, kind)
  if (opening._tag !== "Older") return opening
  const fault = migrate(place, kind, opening.version)
  if (fault !== undefined) return { _tag: "Refused", fault }
  const again = openOnce(place, kind)
  return again._tag === "Older" ? refuse("It is still of an older schema.", "Start again.") : again
}
