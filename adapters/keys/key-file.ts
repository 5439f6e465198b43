import type { DatabaseSync } from "node:sqlite"
import { makeCache, type StoredKey } from "./cache.ts"
import { KEY_BYTES } from "./schema.ts"

/** The name under which the secret of the deployment is kept. */
export const SECRET = "secret"
/** The name under which the identity of the log is kept. */
export const LOG = "log"

const asKey = (value: unknown): StoredKey => (value instanceof Uint8Array ? value : null)

/** The open key file; `random` makes what is new in it. Its functions throw what SQLite throws. */
export const keysIn = (database: DatabaseSync, random: (size: number) => Uint8Array) => {
  // Freed space is overwritten, so that an erased key does not stay in the file. The caller's thread waits for other processes.
  database.exec("PRAGMA secure_delete = ON; PRAGMA busy_timeout = 500")
  const addSecret = database.prepare("INSERT INTO deployment VALUES (?, ?) ON CONFLICT DO NOTHING")
  const secret = database.prepare("SELECT value FROM deployment WHERE name = ?")
  const setLog = database.prepare("INSERT OR REPLACE INTO deployment VALUES (?, ?)")
  const person = database.prepare("SELECT key FROM people WHERE subject = ?")
  const addPerson = database.prepare("INSERT INTO people VALUES (?, ?) ON CONFLICT DO NOTHING")
  const erasePerson = database.prepare(
    "INSERT INTO people VALUES (?, NULL) ON CONFLICT DO UPDATE SET key = NULL",
  )
  const dataVersion = database.prepare("PRAGMA data_version")
  const empty = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)")
  const cache = makeCache(() => Number(dataVersion.get()?.data_version))

  const find = (subject: string): StoredKey | undefined => {
    const known = cache.get(subject)
    if (known !== undefined) return known
    const row = person.get(subject)
    if (row === undefined) return undefined
    const key = asKey(row.key)
    cache.set(subject, key)
    return key
  }

  return {
    /** Whether the deployment's secret was made: without it there are no keys yet. */
    hasSecret: () => asKey(secret.get(SECRET)?.value) !== null,
    /** The identity of the log whose keys these are, undefined before it is told. */
    log(): string | undefined {
      const identity = asKey(secret.get(LOG)?.value)
      return identity === null ? undefined : Buffer.from(identity).toString()
    },
    /** Notes whose keys these are. */
    belongsTo: (log: string) => void setLog.run(LOG, Buffer.from(log)),
    /** The deployment's secret, made on first use; of two processes that make it at once, one is heard. */
    secret(): Uint8Array {
      const key = () => asKey(secret.get(SECRET)?.value)
      const known = key()
      if (known !== null) return known
      addSecret.run(SECRET, random(KEY_BYTES))
      const made = key()
      if (made === null) throw new Error("The key file holds no secret although one was just made")
      return made
    },
    /** A person's key: null where it was erased, undefined where it never was. */
    find,
    /** A person's key, made where it never was. */
    findOrMake(subject: string): StoredKey {
      const known = find(subject)
      if (known !== undefined) return known
      addPerson.run(subject, random(KEY_BYTES))
      return find(subject) ?? null
    },
    /** Erases a person's key, also from the write-ahead file; false where a reader kept that file from being emptied. */
    erase(subject: string): boolean {
      erasePerson.run(subject)
      cache.set(subject, null)
      return empty.get()?.busy === 0
    },
  }
}
