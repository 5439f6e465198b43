import { Effect, Layer } from "effect"
import { Entropy, Keys } from "#workflows/ports"
import { digestWith } from "./digest.ts"
import { KEY_BYTES } from "./schema.ts"

/** Keys in this process's memory, gone when the process ends: for tests and for the store `memory:`. */
export const memoryKeys: Layer.Layer<Keys, never, Entropy> = Layer.effect(
  Keys,
  Effect.gen(function* () {
    const entropy = yield* Entropy
    const digest = digestWith(entropy.bytes(KEY_BYTES))
    /** `null` where a key was erased. */
    const keys = new Map<string, Uint8Array | null>()
    const made = (subject: string) => {
      const key = entropy.bytes(KEY_BYTES)
      keys.set(subject, key)
      return key
    }
    return Keys.of({
      digest,
      keyOf: (subject) => Effect.sync(() => keys.get(subject) ?? null),
      keyFor: (subject) =>
        Effect.sync(() => {
          const key = keys.get(subject)
          return key === undefined ? made(subject) : key
        }),
      erase: (subject) => Effect.sync(() => void keys.set(subject, null)),
    })
  }),
)
