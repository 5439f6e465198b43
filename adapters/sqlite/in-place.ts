import { statSync } from "node:fs"
import type { Fault } from "./fault.ts"

const identityOf = (path: string): string | undefined => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? undefined : `${found.dev}/${found.ino}`
}

const gone: Fault = {
  code: 0,
  reason: "The file was deleted or moved while it was open.",
  remedy: "Put it back in its place: no restart is needed then. Or stop Flightlog and go on from a backup.",
}

const replaced: Fault = {
  code: 0,
  reason: "Another file was put in its place while it was open.",
  remedy: "Put the first one back, or stop Flightlog and start it again to go on with the other one.",
}

/**
 * Remembers which file is at a path, and gives a look that tells why it is no longer there. A database that was deleted or
 * replaced under an open connection would take writes and lose them with that connection.
 */
export const watchPlace = (path: string): (() => Fault | undefined) => {
  const opened = identityOf(path)
  return () => {
    const present = identityOf(path)
    if (present === opened) return undefined
    return present === undefined ? gone : replaced
  }
}
