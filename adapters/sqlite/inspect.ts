import { DatabaseSync } from "node:sqlite"
import { BUSY_TIMEOUT_MS, explain, type Fault } from "./fault.ts"

/** Uses a file on a connection that cannot write; what SQLite says against it is put into words. */
export const inspect = <A>(path: string, look: (database: DatabaseSync) => A): A | Fault => {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
    return look(database)
  } catch (error) {
    return explain(error)
  } finally {
    database?.close()
  }
}

const MOST = 20

/** What SQLite's own check says against a file, at most twenty things; nothing where it is sound. */
export const damagesOf = (path: string): ReadonlyArray<string> => {
  const found = inspect(path, (database) =>
    database
      .prepare(`PRAGMA integrity_check(${MOST})`)
      .all()
      .map((row) => String(row.integrity_check)),
  )
  if ("reason" in found) return [found.reason]
  return found.filter((said) => said !== "ok")
}
