import type { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { explain, inspect, openFile } from "#adapters/sqlite"
import { KeysFailure } from "#workflows/ports"
import { LOG, SECRET } from "./key-file.ts"
import { type AllKeys, ELSEWHERE, type KeyPlace } from "./place.ts"
import { KEY_FILE } from "./schema.ts"

/** Keys as they lie in a file, with the identity of the log that they belong to. */
interface KeysInFile extends AllKeys {
  readonly log: string | undefined
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.from(one).equals(other)

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
    reason: `${reason} ${ELSEWHERE}`,
  })

/** Writes keys in one transaction. What is erased on either side stays so. */
const writeTo = (database: DatabaseSync, { people, secret }: AllKeys, log: string): void => {
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

const bring = (keys: AllKeys, to: string, log: string): void => {
  const opening = openFile(to, KEY_FILE)
  if (opening._tag === "Refused") throw refusal(to, opening.fault.reason)
  try {
    const known = readFrom(opening.database)
    if (known.log !== undefined && known.log !== log)
      throw refusal(to, `The file has the keys of another log (${known.log}).`)
    if (known.secret !== undefined && !isSame(keys.secret, known.secret))
      throw refusal(to, "The file has keys of another deployment.")
    writeTo(opening.database, keys, log)
  } finally {
    opening.database.close()
  }
}

const attempt = <A>(operation: string, work: () => A): Effect.Effect<A, KeysFailure> =>
  Effect.try({
    try: work,
    catch: (cause) => {
      if (cause instanceof KeysFailure) return cause
      const { reason, remedy } = explain(cause)
      return new KeysFailure({ operation, reason: `${reason} ${remedy}`, cause })
    },
  })

/** The key file of a log, bound to it with the first keys that are added. */
export const keyFile = (path: string): KeyPlace => ({
  all: attempt(`read "${path}"`, () => {
    const keys = inspect(path, readFrom)
    if (!("reason" in keys)) return keys
    throw new KeysFailure({ operation: `read "${path}"`, reason: `${keys.reason} ${keys.remedy}` })
  }),
  add: (keys, log) => attempt(`copy the keys to "${path}"`, () => bring(keys, path, log)),
})
