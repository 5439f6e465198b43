import type { Held } from "#adapters/eventstore/eventstoredb"
import { type EventStoreFailure, KeysFailure } from "#workflows/ports"
import type { StoredKey } from "./cache.ts"

/** How the names of all streams of keys begin. */
export const KEY_STREAMS = "keys-"

/** The stream of the deployment's secret. */
export const SECRET_STREAM = `${KEY_STREAMS}deployment`

/** The stream of a person's key; the subject is a digest. */
export const streamOf = (subject: string): string => `${KEY_STREAMS}${subject}`

/** The event that holds a key. */
export const keyMade = (key: Uint8Array) => ({
  type: "KeyMade",
  data: { key: Buffer.from(key).toString("base64") },
})

/** The key that a stream holds, null where it was erased. */
export const keyIn = (held: Held): StoredKey =>
  held?.key === undefined ? null : new Uint8Array(Buffer.from(held.key, "base64"))

/** What went wrong with the database, as the port of keys tells it. */
export const keysFailure =
  (operation: string) =>
  ({ reason, remedy, ...cause }: EventStoreFailure): KeysFailure =>
    new KeysFailure({ operation, reason: `${reason} ${remedy}`, cause })
