import { expect, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { Keys } from "#workflows/ports"

let subjects = 0
const aSubject = () => `person-${process.pid}-${subjects++}`

/** What every key store keeps to. */
export const keysContract = (name: string, keys: Layer.Layer<Keys, unknown>): void =>
  layer(keys, { excludeTestServices: true })(`keys contract: ${name}`, (it) => {
    it.effect("given a person without a key, when it is asked for, then there is none", () =>
      Effect.gen(function* () {
        const keys = yield* Keys
        const subject = aSubject()
        expect(yield* keys.keyOf(subject)).toBe(null)
        expect(yield* keys.keyOf(subject)).toBe(null)
      }),
    )

    it.effect("given a person without a key, when one is needed, then it is made, 32 bytes, and stays", () =>
      Effect.gen(function* () {
        const keys = yield* Keys
        const subject = aSubject()
        const key = yield* keys.keyFor(subject)
        expect(key).toHaveLength(32)
        expect(new Set(key).size).toBeGreaterThan(4)
        expect(yield* keys.keyFor(subject)).toEqual(key)
        expect(yield* keys.keyOf(subject)).toEqual(key)
      }),
    )

    it.effect("given two persons, then their keys differ", () =>
      Effect.gen(function* () {
        const keys = yield* Keys
        expect(yield* keys.keyFor(aSubject())).not.toEqual(yield* keys.keyFor(aSubject()))
      }),
    )

    it.effect(
      "given a person's key, when it is erased, then there is none ever after, and no other person's is lost",
      () =>
        Effect.gen(function* () {
          const keys = yield* Keys
          const [erased, other] = [aSubject(), aSubject()]
          yield* keys.keyFor(erased)
          const kept = yield* keys.keyFor(other)
          yield* keys.erase(erased)
          yield* keys.erase(erased)
          expect(yield* keys.keyOf(erased)).toBe(null)
          expect(yield* keys.keyFor(erased)).toBe(null)
          expect(yield* keys.keyOf(erased)).toBe(null)
          expect(yield* keys.keyOf(other)).toEqual(kept)
        }),
    )

    it.effect("given a person who never had a key, when it is erased, then none is made later", () =>
      Effect.gen(function* () {
        const keys = yield* Keys
        const subject = aSubject()
        yield* keys.erase(subject)
        expect(yield* keys.keyFor(subject)).toBe(null)
      }),
    )

    it.effect("given many who need the key of one person at once, then all get the same", () =>
      Effect.gen(function* () {
        const keys = yield* Keys
        const subject = aSubject()
        const found = yield* Effect.forEach(Array(50).fill(subject), (subject) => keys.keyFor(subject), {
          concurrency: "unbounded",
        })
        expect(new Set(found.map((key) => Buffer.from(key ?? []).toString("hex"))).size).toBe(1)
      }),
    )

    it.effect(
      "given a value, then its digest is 32 hex characters, the same each time, and another for any other kind or value",
      () =>
        Effect.gen(function* () {
          const { digest } = yield* Keys
          const one = digest("upn", "ann@contoso.com")
          expect(one).toMatch(/^[0-9a-f]{32}$/)
          expect(digest("upn", "ann@contoso.com")).toBe(one)
          const others = [
            digest("upn", "ann@contoso.co"),
            digest("upna", "nn@contoso.com"),
            digest("name", "ann@contoso.com"),
            digest('upn","', "ann@contoso.com"),
            digest("upn", ""),
          ]
          expect(new Set([one, ...others]).size).toBe(6)
        }),
    )
  })
