import { existsSync } from "node:fs"
import { damagesOf } from "#adapters/sqlite"
import type { CheckFinding } from "./finding.ts"

/** The SQLite files of a store. */
export interface CheckedFiles {
  /** Null where the log is not a file of this machine. */
  readonly log: string | null
  /** Null where the keys lie with the log in a database. */
  readonly keys: string | null
  readonly readModels: string
}

const REMEDIES: { readonly [file in keyof CheckedFiles]: string } = {
  log: "Keep a copy of it as it is, and go on from a backup.",
  keys: "Keep a copy of it as it is, and put the newest copy of the keys from a backup in its place.",
  readModels: "Stop Flightlog, delete the file, and start again: it is built anew from the log.",
}

const findingsIn = (path: string | null, remedy: string): ReadonlyArray<CheckFinding> =>
  path !== null && existsSync(path)
    ? damagesOf(path).map((what) => ({ code: "file-damaged", what, where: path, remedy }))
    : []

/** What SQLite's own check says against the files of a store; a file that is not there is not looked at. */
export const checkFiles = ({ keys, log, readModels }: CheckedFiles): ReadonlyArray<CheckFinding> => [
  ...findingsIn(log, REMEDIES.log),
  ...findingsIn(keys, REMEDIES.keys),
  ...findingsIn(readModels, REMEDIES.readModels),
]
