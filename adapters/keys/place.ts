import { Effect } from "effect"
import type { KeysFailure } from "#workflows/ports"
import type { StoredKey } from "./cache.ts"

/** All keys of a log. */
export interface AllKeys {
  /** Of the deployment; undefined where none was made yet. */
  readonly secret: Uint8Array | undefined
  /** A person's key is null where it was erased. */
  readonly people: ReadonlyArray<{ readonly subject: string; readonly key: StoredKey }>
}

/** Where the keys of a log lie, for those who bring them from one place to another. */
export interface KeyPlace {
  readonly all: Effect.Effect<AllKeys, KeysFailure>
  /** Adds keys, as those of the log with an identity; what is erased on either side stays so. Refused where another deployment's keys lie. */
  add(keys: AllKeys, log: string): Effect.Effect<void, KeysFailure>
}

/** Where to a copy of keys is brought, if it cannot be there. */
export const ELSEWHERE =
  "Copy to a store that does not exist yet, or to one that this store was copied to before."

/**
 * Brings the keys of a log to where those of a copy of it are to lie, and binds them to that copy. Repeating it adds the keys of new
 * people; a key that was erased on either side is erased in the copy.
 *
 * @param log the identity of the copy
 * @returns how many people have a key or had one
 */
export const copyKeys = (from: KeyPlace, to: KeyPlace, log: string): Effect.Effect<number, KeysFailure> =>
  Effect.flatMap(from.all, (keys) => Effect.as(to.add(keys, log), keys.people.length))
