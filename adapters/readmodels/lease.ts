import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import { type Feeder, shape } from "#projections/runtime"
import { type Connection, inTransaction } from "./connections.ts"

const leaseRow = shape({ owner: "text", expires: "integer" })

const readLease = (connection: Connection) =>
  connection.rows("SELECT owner, expires FROM flightlog_lease").find(leaseRow.fits)

/** Names a holder: machine, process, and a part of its own for two holders in one process. */
export const makeOwner = (): string => `${hostname()} ${process.pid} ${randomUUID()}`

/** The machine and process in a holder's name. */
const feederOf = (owner: string): Feeder => {
  const [machine = "", process = ""] = owner.split(" ")
  return { machine, process: Number(process) }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** Whether a holder is a process of this machine that has ended, so that nobody needs to wait for its lease to run out. */
const isGone = (owner: string): boolean => {
  const { machine, process } = feederOf(owner)
  return machine === hostname() && !isRunning(process)
}

/** Who holds the lease at `now`, in milliseconds since 1970. */
export const leaseHolder = (connection: Connection, now: number): Feeder | null => {
  const held = readLease(connection)
  return held === undefined || held.expires <= now || isGone(held.owner) ? null : feederOf(held.owner)
}

/** Takes or renews the lease until `expires`, unless another holder has it at `now` (both in milliseconds since 1970). */
export const takeLease = (
  connection: Connection,
  owner: string,
  { expires, now }: { readonly now: number; readonly expires: number },
): boolean => {
  const isFree = () => {
    const held = readLease(connection)
    return held === undefined || held.owner === owner || held.expires <= now || isGone(held.owner)
  }
  if (!isFree()) return false
  return inTransaction(connection, () => {
    if (!isFree()) return false
    connection.run("INSERT OR REPLACE INTO flightlog_lease (place, owner, expires) VALUES (1, ?, ?)", [
      owner,
      expires,
    ])
    return true
  })
}

/** Gives the lease back. */
export const releaseLease = (connection: Connection, owner: string): void => {
  connection.run("DELETE FROM flightlog_lease WHERE owner = ?", [owner])
}
