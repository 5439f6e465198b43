import { closeSync, fsyncSync, openSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { parentPort, workerData } from "node:worker_threads"
import { BUSY_TIMEOUT_MS, explain } from "#adapters/sqlite"

const sync = (path: string) => {
  const file = openSync(path, "r")
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Copies a database as it is at this moment, while others write to it, into a file that is on the disk when this ends. */
const copy = (from: string, to: string) => {
  const database = new DatabaseSync(from, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  try {
    database.prepare("VACUUM INTO ?").run(to)
  } finally {
    database.close()
  }
  sync(to)
}

try {
  copy(workerData.from, workerData.to)
  parentPort?.postMessage(null)
} catch (error) {
  const { reason, remedy } = explain(error)
  parentPort?.postMessage({ reason, remedy })
}
