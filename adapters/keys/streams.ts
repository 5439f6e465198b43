import { Effect, Layer } from "effect"
import { AsideStreams, type Held } from "#adapters/eventstore/eventstoredb"
import { Entropy, EventStore, type EventStoreFailure, Keys, KeysFailure, START } from "#workflows/ports"
import { makeCache } from "./cache.ts"
import { digestWith } from "./digest.ts"
import { keyIn, keyMade, keysFailure, SECRET_STREAM, streamOf } from "./key-stream.ts"
import { KEY_BYTES } from "./schema.ts"

/** For how long a key is used that was read, in milliseconds: so late another node's erasure may be noticed. */
const KEPT_MILLIS = 1000

const lost = () =>
  new KeysFailure({
    operation: `read the deployment's secret from the stream "${SECRET_STREAM}"`,
    reason:
      "It is not there, but the log holds events: without the old keys no name in the log can be read and no machine be " +
      "recognised. Restore the database from a backup that has the streams keys-*.",
  })

/**
 * Keys in the database of the log itself, each in a stream of its own beside the log: so all nodes have the same ones, and a backup of the
 * database has them. The deployment's secret is made with the first use of an empty log.
 *
 * An erased key's stream is deleted for ever; its bytes leave the server's disks with its next scavenge, and stay in backups. Another
 * node's erasure is noticed within a second.
 */
export const streamKeys: Layer.Layer<
  Keys,
  KeysFailure | EventStoreFailure,
  AsideStreams | EventStore | Entropy
> = Layer.effect(
  Keys,
  Effect.gen(function* () {
    const { bytes } = yield* Entropy
    const { head } = yield* EventStore
    const { bury, find, findOrPut } = yield* AsideStreams
    const cache = makeCache(() => Math.floor(performance.now() / KEPT_MILLIS))
    const newKey = () => keyMade(bytes(KEY_BYTES))

    const read = <E>(subject: string, found: Effect.Effect<Held | undefined, E>) =>
      Effect.suspend(() => {
        const known = cache.get(subject)
        if (known !== undefined) return Effect.succeed(known)
        return Effect.map(found, (held) => {
          if (held === undefined) return null
          const key = keyIn(held)
          cache.set(subject, key)
          return key
        })
      })

    if ((yield* find(SECRET_STREAM)) === undefined && (yield* head) !== START) return yield* lost()
    const secret = keyIn(yield* findOrPut(SECRET_STREAM, newKey()))
    if (secret === null) return yield* lost()
    return Keys.of({
      digest: digestWith(secret),
      keyOf: (subject) =>
        Effect.mapError(read(subject, find(streamOf(subject))), keysFailure("read a person's key")),
      keyFor: (subject) =>
        Effect.mapError(
          read(
            subject,
            Effect.suspend(() => findOrPut(streamOf(subject), newKey())),
          ),
          keysFailure("make a person's key"),
        ),
      erase: (subject) =>
        bury(streamOf(subject)).pipe(
          Effect.mapError(keysFailure("erase a person's key")),
          Effect.andThen(Effect.sync(() => cache.set(subject, null))),
        ),
    })
  }),
)
