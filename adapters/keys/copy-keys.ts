import type { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { explain, inspect, openFile } from "#adapters/sqlite"
import { KeysFailure } from "#workflows/ports"
import { LOG, SECRET } from "./key-file.ts"
import { KEY_FILE } from "./schema.ts"

/** Keys as they lie in a file; a person's is null where it was erased. */
interface KeysInFile {
  readonly secret: Buffer | undefined
  /** The identity of the log that they belong to. */
  readonly log: string | undefined
  readonly people: ReadonlyArray<{ readonly subject: string; readonly key: Uint8Array | null }>
}

const asBytes = (value: unknown): Uint8Array | null => (value instanceof Uint8Array ? value : null)

const readFrom = (database: DatabaseSync): KeysInFile => {
  const value = database.prepare("SELECT value FROM deployment WHERE name = ?")
  const bufferOf = (name: string) => {
    const bytes = asBytes(value.get(name)?.value)
    return bytes === null ? undefined : Buffer.from(bytes)
  }
  return {
    secret: bufferOf(SECRET),
    log: bufferOf(LOG)?.toString(),
    people: database
      .prepare("SELECT subject, key FROM people")
      .all()
      .map(({ key, subject }) => ({ subject: String(subject), key: asBytes(key) })),
  }
}

const refusal = (path: string, reason: string) =>
  new KeysFailure({
    operation: `copy the keys to "${path}"`,
    reason: `${reason} Copy to a store that does not exist yet, or to one that this store was copied to before.`,
  })

/** Writes keys in one transaction. What is erased on either side stays so. */
const writeTo = (database: DatabaseSync, { people, secret }: KeysInFile, log: string): void => {
  database.exec("PRAGMA secure_delete = ON; BEGIN IMMEDIATE")
  const addValue = database.prepare("INSERT INTO deployment VALUES (?, ?) ON CONFLICT DO NOTHING")
  const addPerson = database.prepare(
    "INSERT INTO people VALUES (?, ?) ON CONFLICT DO UPDATE SET key = NULL WHERE excluded.key IS NULL",
  )
  if (secret !== undefined) addValue.run(SECRET, secret)
  addValue.run(LOG, Buffer.from(log))
  for (const { key, subject } of people) addPerson.run(subject, key)
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
}

const bring = (keys: KeysInFile, to: string, log: string): void => {
  const opening = openFile(to, KEY_FILE)
  if (opening._tag === "Refused") throw refusal(to, opening.fault.reason)
  try {
    const known = readFrom(opening.database)
    if (known.log !== undefined && known.log !== log)
      throw refusal(to, `The file has the keys of another log (${known.log}).`)
    if (known.secret !== undefined && keys.secret?.equals(known.secret) !== true)
      throw refusal(to, "The file has keys of another deployment.")
    writeTo(opening.database, keys, log)
  } finally {
    opening.database.close()
  }
}

/**
 * Brings the keys of a log to the key file of a copy of it, and binds them to that copy. Repeating it adds the keys of new people; a
 * key that was erased on either side is erased in the copy.
 *
 * @param log the identity of the copy
 * @returns how many people have a key or had one
 */
export const copyKeys = (from: string, to: string, log: string): Effect.Effect<number, KeysFailure> =>
  Effect.try({
    try: () => {
      const keys = inspect(from, readFrom)
      if ("reason" in keys)
        throw new KeysFailure({ operation: `read "${from}"`, reason: `${keys.reason} ${keys.remedy}` })
      bring(keys, to, log)
      return keys.people.length
    },
    catch: (cause) => {
      if (cause instanceof KeysFailure) return cause
      const { reason, remedy } = explain(cause)
      return new KeysFailure({ operation: `copy the keys to "${to}"`, reason: `${reason} ${remedy}`, cause })
    },
  })
