import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { inspect } from "node:util"
import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { embeddedKeys } from "#adapters/keys"
import { Keys } from "#workflows/ports"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const aPath = () => join(directory, `keys-${files++}.sqlite`)

const open = (path: string) =>
  Effect.map(Layer.build(Layer.provide(embeddedKeys(path), systemEntropy)), (context) =>
    Context.get(context, Keys),
  )

const bytesOf = (path: string) =>
  Buffer.concat([path, `${path}-wal`].filter((file) => existsSync(file)).map((file) => readFileSync(file)))

const secretIn = (path: string) => {
  const database = new DatabaseSync(path, { readOnly: true })
  const value = database.prepare("SELECT value FROM deployment").get()?.value
  database.close()
  return Buffer.from(value as Uint8Array)
}

/** A turn of the event loop. */
const turn = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))

describe("the key file", () => {
  it.live("is for its owner only, its companions too", () =>
    Effect.gen(function* () {
      const path = aPath()
      const keys = yield* open(path)
      yield* keys.keyFor("person-1")
      for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600)
    }),
  )

  it.live("given a closed file, when it is opened again, then secret, keys and erasures are the same", () =>
    Effect.gen(function* () {
      const path = aPath()
      const before = yield* Effect.scoped(
        Effect.gen(function* () {
          const keys = yield* open(path)
          yield* keys.keyFor("person-2")
          yield* keys.erase("person-2")
          return { key: yield* keys.keyFor("person-1"), digest: keys.digest("upn", "ann@contoso.com") }
        }),
      )
      const keys = yield* open(path)
      expect(yield* keys.keyOf("person-1")).toEqual(before.key)
      expect(keys.digest("upn", "ann@contoso.com")).toBe(before.digest)
      expect(yield* keys.keyFor("person-2")).toBe(null)
    }),
  )

  it.live("given two files, then their secrets differ", () =>
    Effect.gen(function* () {
      const [one, other] = [yield* open(aPath()), yield* open(aPath())]
      expect(one.digest("upn", "ann@contoso.com")).not.toBe(other.digest("upn", "ann@contoso.com"))
    }),
  )

  it.live(
    "given two processes on it, then both have one secret, see each other's keys, and notice an erasure in the next turn",
    () =>
      Effect.gen(function* () {
        const path = aPath()
        const [one, other] = [yield* open(path), yield* open(path)]
        expect(one.digest("upn", "ann@contoso.com")).toBe(other.digest("upn", "ann@contoso.com"))
        const key = yield* one.keyFor("person-1")
        yield* turn
        expect(yield* other.keyFor("person-1")).toEqual(key)
        yield* other.erase("person-1")
        yield* turn
        expect(yield* one.keyOf("person-1")).toBe(null)
        expect(yield* one.keyFor("person-1")).toBe(null)
      }),
  )

  it.live("given an erased key, then its bytes are in no file any more", () =>
    Effect.gen(function* () {
      const path = aPath()
      const keys = yield* open(path)
      const people = Array.from({ length: 200 }, (_, n) => `person-${n}`)
      const made = yield* Effect.forEach(people, (subject) => keys.keyFor(subject))
      const secrets = made.map((key) => Buffer.from(key ?? []))
      const left = () => secrets.filter((key) => bytesOf(path).includes(key))
      expect(left()).toHaveLength(200)
      yield* Effect.forEach(people.slice(50, 60), (subject) => keys.erase(subject))
      expect(left()).toHaveLength(190)
    }),
  )

  it.live(
    "given a reader who holds on to the file, when a key is erased, then it is gone but its trace is reported",
    () =>
      Effect.gen(function* () {
        const path = aPath()
        const keys = yield* open(path)
        yield* keys.keyFor("person-1")
        const reader = new DatabaseSync(path, { readOnly: true })
        reader.exec("BEGIN; SELECT * FROM people")
        const failure = yield* Effect.flip(keys.erase("person-1"))
        expect(failure.message).toBe(
          "The key store could not erase a person's key without a trace: " +
            "The key is erased, but a reader kept a copy of it in the write-ahead file. Erase it again.",
        )
        expect(yield* keys.keyOf("person-1")).toBe(null)
        reader.close()
        yield* keys.erase("person-1")
      }),
  )

  it.live("tells its secret to nobody: not when it is printed, and not when it fails", () =>
    Effect.gen(function* () {
      const path = aPath()
      const scope = yield* Scope.make()
      const keys = yield* Scope.provide(open(path), scope)
      const secret = secretIn(path)
      yield* Scope.close(scope, Exit.void)
      const failure = yield* Effect.flip(keys.keyFor("person-1"))
      expect(failure._tag).toBe("KeysFailure")
      const told = [keys, failure, failure.cause].map((value) =>
        inspect(value, { depth: 9, showHidden: true }),
      )
      for (const form of [secret.toString("hex"), secret.toString("base64"), inspect(secret).slice(8, 60)])
        expect(told.join("\n")).not.toContain(form)
      expect(secret).toHaveLength(32)
    }),
  )

  it.live("refuses a file that is something else, with the reason", () =>
    Effect.gen(function* () {
      const path = aPath()
      writeFileSync(path, "no database ".repeat(100))
      const failure = yield* Effect.flip(Effect.scoped(open(path)))
      expect(failure.message).toBe(
        `The key store could not open "${path}": The file is no SQLite database. ` +
          "(SQLite: file is not a database.) " +
          "Give the path of a file that Flightlog made, or of one that does not exist yet.",
      )
    }),
  )
})
