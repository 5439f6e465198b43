import { Effect } from "effect"
import type { AsideStreams, Held } from "#adapters/eventstore/eventstoredb"
import { KeysFailure } from "#workflows/ports"
import { KEY_STREAMS, keyIn, keyMade, keysFailure, SECRET_STREAM, streamOf } from "./key-stream.ts"
import { ELSEWHERE, type KeyPlace } from "./place.ts"

/** How many keys are read or written side by side. */
const SIDE_BY_SIDE = 16

const ofAnother = new KeysFailure({
  operation: `copy the keys to the streams "${KEY_STREAMS}..."`,
  reason: `The database has keys of another deployment. ${ELSEWHERE}`,
})

/** The keys of a log in streams beside it. They belong to the database that the log is in, so there is nothing to bind. */
export const keyStreams = ({ bury, find, findOrPut, names }: AsideStreams["Service"]): KeyPlace => {
  const put = Effect.fnUntraced(function* (stream: string, key: Uint8Array) {
    const held: Held = yield* findOrPut(stream, keyMade(key))
    const isOther = held !== null && held.key !== keyMade(key).data.key
    return isOther ? yield* Effect.fail(ofAnother) : undefined
  })

  return {
    all: Effect.gen(function* () {
      const secret = yield* find(SECRET_STREAM)
      const streams = [...(yield* names(KEY_STREAMS))].filter((stream) => stream !== SECRET_STREAM)
      const people = yield* Effect.forEach(
        streams,
        (stream) =>
          Effect.map(find(stream), (held) => ({
            subject: stream.slice(KEY_STREAMS.length),
            key: keyIn(held ?? null),
          })),
        { concurrency: SIDE_BY_SIDE },
      )
      return { secret: keyIn(secret ?? null) ?? undefined, people }
    }).pipe(Effect.mapError(keysFailure(`read the streams "${KEY_STREAMS}..."`))),

    add: ({ people, secret }) =>
      Effect.gen(function* () {
        if (secret !== undefined) yield* put(SECRET_STREAM, secret)
        yield* Effect.forEach(
          people,
          ({ key, subject }) => (key === null ? bury(streamOf(subject)) : put(streamOf(subject), key)),
          { concurrency: SIDE_BY_SIDE, discard: true },
        )
      }).pipe(
        Effect.catchTag("EventStoreFailure", (failure) => Effect.fail(keysFailure("copy the keys")(failure))),
      ),
  }
}
