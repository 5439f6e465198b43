/** Why SQLite did not do what was asked, in words for the person who runs Flightlog. */
export interface Fault {
  /** SQLite's primary result code, such as 13 for SQLITE_FULL; 0 where the error is not SQLite's. */
  readonly code: number
  readonly reason: string
  readonly remedy: string
}

/** Primary result codes that callers tell apart. Source: https://sqlite.org/rescode.html */
export const SQLITE = {
  BUSY: 5,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  NOTADB: 26,
} as const

/** How long a connection waits for another one's lock. */
export const BUSY_TIMEOUT_MS = 5000

const LOCKED = {
  reason: "Another process kept the file locked for too long.",
  remedy: "Try again; if it stays so, look for a program that holds the file open.",
}

const WORDS: { readonly [code: number]: { readonly reason: string; readonly remedy: string } } = {
  [SQLITE.BUSY]: LOCKED,
  [SQLITE.READONLY]: {
    reason: "The file or its directory may not be written.",
    remedy: "Give the user that runs Flightlog the right to write both.",
  },
  [SQLITE.IOERR]: {
    reason: "The disk reported an error while reading or writing.",
    remedy: "Look at the disk and the system's log, then try again; no restart is needed.",
  },
  [SQLITE.CORRUPT]: {
    reason: "The file is damaged.",
    remedy: "Keep a copy of it as it is, and go on from a backup.",
  },
  [SQLITE.FULL]: {
    reason: "The disk is full.",
    remedy: "Free some space, then try again; no restart is needed.",
  },
  [SQLITE.CANTOPEN]: {
    reason: "The file could not be opened.",
    remedy: "Look whether it still exists, and whether the user that runs Flightlog may read and write it.",
  },
  [SQLITE.NOTADB]: {
    reason: "The file is no SQLite database.",
    remedy: "Give the path of a file that Flightlog made, or of one that does not exist yet.",
  },
}

/** The primary result code that `node:sqlite` puts on its errors (the low byte of the extended one). */
const codeOf = (error: unknown): number =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : 0

/** Puts an error that `node:sqlite` threw into words; any other error speaks for itself. */
export const explain = (error: unknown): Fault => {
  const code = codeOf(error)
  const words = WORDS[code]
  const said = error instanceof Error ? error.message : String(error)
  return words === undefined
    ? { code, reason: `${said}.`, remedy: "If trying again does not help, report it." }
    : { code, reason: `${words.reason} (SQLite: ${said}.)`, remedy: words.remedy }
}
