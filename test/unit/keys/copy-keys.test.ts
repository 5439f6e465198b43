import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { copyKeys as copy, embeddedKeys, keyFile } from "#adapters/keys"
import { Keys } from "#workflows/ports"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const aPath = () => join(directory, `keys-${files++}.sqlite`)

const copyKeys = (from: string, to: string, log: string) => copy(keyFile(from), keyFile(to), log)

/** Uses the keys in a file as those of a log. */
const using = <A, E>(path: string, identity: string, use: (keys: Keys["Service"]) => Effect.Effect<A, E>) =>
  Effect.scoped(
    Effect.flatMap(
      Layer.build(
        Layer.provide(embeddedKeys(path, { identity, isEmpty: identity === "log-a" }), systemEntropy),
      ),
      (context) => use(Context.get(context, Keys)),
    ),
  )

const keysOf = (path: string, log: string, ...people: ReadonlyArray<string>) =>
  using(path, log, (keys) =>
    Effect.all({
      digest: Effect.sync(() => keys.digest("upn", "ann@contoso.com")),
      keys: Effect.forEach(people, (person) => keys.keyOf(person)),
    }),
  )

const begun = Effect.gen(function* () {
  const [from, to] = [aPath(), aPath()]
  yield* using(from, "log-a", (keys) => Effect.forEach(["ann", "bob"], (person) => keys.keyFor(person)))
  return { from, to }
})

describe("copying keys to the copy of a log", () => {
  it.live("brings the secret and every person's key, and binds them to that log", () =>
    Effect.gen(function* () {
      const { from, to } = yield* begun
      expect(yield* copyKeys(from, to, "log-b")).toBe(2)
      expect(yield* keysOf(to, "log-b", "ann", "bob")).toEqual(yield* keysOf(from, "log-a", "ann", "bob"))
      expect(yield* Effect.flip(keysOf(to, "log-c"))).toMatchObject({
        message: expect.stringContaining("It belongs to another log (log-b)"),
      })
    }),
  )

  it.live("again brings new people; who was erased on either side stays erased", () =>
    Effect.gen(function* () {
      const { from, to } = yield* begun
      yield* copyKeys(from, to, "log-b")
      const erased = yield* using(from, "log-a", (keys) =>
        Effect.gen(function* () {
          yield* keys.keyFor("cid")
          const key = yield* keys.keyOf("ann")
          yield* keys.erase("ann")
          return key
        }),
      )
      yield* using(to, "log-b", (keys) => keys.erase("bob"))
      yield* copyKeys(from, to, "log-b")
      const { keys } = yield* keysOf(to, "log-b", "ann", "bob", "cid")
      expect(keys).toEqual([null, null, expect.any(Uint8Array)])
      expect(readFileSync(to).includes(erased ?? "no key")).toBe(false)
    }),
  )

  it.live("is refused where the file has the keys of another deployment or log, and changes nothing", () =>
    Effect.gen(function* () {
      const { from, to } = yield* begun
      yield* using(to, "log-a", (keys) => keys.keyFor("dan"))
      const before = yield* keysOf(to, "log-a", "ann", "dan")
      expect((yield* Effect.flip(copyKeys(from, to, "log-a"))).message).toBe(
        `The key store could not copy the keys to "${to}": The file has keys of another deployment. ` +
          "Copy to a store that does not exist yet, or to one that this store was copied to before.",
      )
      expect((yield* Effect.flip(copyKeys(from, to, "log-b"))).message).toContain("of another log (log-a).")
      expect(yield* keysOf(to, "log-a", "ann", "dan")).toEqual(before)
    }),
  )

  it.live("that are not there is refused with the path", () =>
    Effect.gen(function* () {
      const from = aPath()
      expect((yield* Effect.flip(copyKeys(from, aPath(), "log-b"))).message).toContain(`read "${from}"`)
    }),
  )
})
