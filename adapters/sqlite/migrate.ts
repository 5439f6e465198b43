import { DatabaseSync } from "node:sqlite"
import { BUSY_TIMEOUT_MS, explain, type Fault, SQLITE } from "./fault.ts"
import { type FileKind, recognise } from "./file-kind.ts"

const rollBack = (database: DatabaseSync) => {
  if (database.isTransaction) database.exec("ROLLBACK")
}

const inOneTransaction = (database: DatabaseSync, kind: FileKind): Fault | undefined => {
  // Held to the end and by nobody else: a process of the older version that has the file open would go on writing its old tables.
  database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE")
  // Another process may have brought the file up to date since it was looked at.
  const recognised = recognise(database, kind)
  if (recognised._tag === "Older") {
    for (const step of recognised.steps) step(database)
    database.exec(`PRAGMA user_version = ${kind.version}`)
  }
  database.exec("COMMIT")
  return recognised._tag === "Refused" ? recognised.fault : undefined
}

const inUse = (version: number, kind: FileKind): Fault => ({
  code: SQLITE.BUSY,
  reason: `An older Flightlog wrote it (schema ${version}), and while another process has it open it cannot be brought to schema ${kind.version}.`,
  remedy: "Stop every other process that uses the file, then start this one again.",
})

const failed = (version: number, kind: FileKind, error: unknown): Fault => {
  const { code, reason, remedy } = explain(error)
  return {
    code,
    reason: `An older Flightlog wrote it (schema ${version}), and it could not be brought to schema ${kind.version}: ${reason}`,
    remedy: `The file is as it was. ${remedy}`,
  }
}

/**
 * Brings a file that an older Flightlog wrote to the version of this one: all steps in one transaction, so that a crash leaves
 * it as it was, and with nobody else on the file.
 *
 * @param version the one that the file was found with
 * @returns why it was not done
 */
export const migrate = (
  path: string,
  kind: FileKind,
  version: number,
  timeout: number = BUSY_TIMEOUT_MS,
): Fault | undefined => {
  const database = new DatabaseSync(path, { timeout, enableForeignKeyConstraints: false })
  try {
    return inOneTransaction(database, kind)
  } catch (error) {
    rollBack(database)
    return explain(error).code === SQLITE.BUSY ? inUse(version, kind) : failed(version, kind, error)
  } finally {
    database.close()
  }
}
