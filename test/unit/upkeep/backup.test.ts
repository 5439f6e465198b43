import { readdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Stream } from "effect"
import { logAndKeysOn } from "#adapters/config"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { backUp } from "#adapters/upkeep"
import { EventStore, Keys, START } from "#workflows/ports"
import { anEvent } from "../../support/proposed-events.ts"
import { smallDisk } from "../../support/small-disk.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { aStoreOf } from "../../support/whole-service.ts"

const directory = temporaryDirectory()
let stores = 0

const filesAt = (path: string) => ({ log: path, keys: path.replace(".sqlite", "-keys.sqlite") })
const aPlace = () => filesAt(join(directory, `store-${stores++}.sqlite`))

const idsIn = (store: EventStore["Service"]) =>
  Effect.map(Stream.runCollect(store.readAll(START)), (events) => events.map(({ id }) => id))

/** A log and its keys, open for as long as the scope at hand. */
const aService = (log: string) => Layer.fresh(logAndKeysOn({ kind: "sqlite", path: log }))

/** Appends to streams of its own until it is interrupted; gives what was acknowledged. */
const writing = Effect.fnUntraced(function* (acknowledged: Array<string>) {
  const store = yield* EventStore
  for (;;) {
    const event = anEvent()
    yield* store.append(`note-${event.id}`, "no-stream", [event])
    acknowledged.push(event.id)
  }
})

describe("a backup", () => {
  it.live("made while the store is written to holds all that was acknowledged before, in its order", () =>
    Effect.gen(function* () {
      const from = aPlace()
      const to = aPlace()
      const acknowledged: Array<string> = []
      const source = yield* Layer.build(aService(from.log))
      const writer = yield* Effect.forkScoped(Effect.provideContext(writing(acknowledged), source))
      while (acknowledged.length < 20) yield* Effect.sleep(1)
      const before = acknowledged.length
      const made = yield* backUp(from, to)
      yield* Fiber.interrupt(writer)
      const ids = yield* idsIn(yield* aStoreOf(embeddedEventStore(to.log)))
      expect(made).toMatchObject({ ...to, events: ids.length })
      expect(ids.length).toBeGreaterThanOrEqual(before)
      const all = yield* Effect.provideContext(Effect.flatMap(EventStore, idsIn), source)
      expect(ids).toEqual(all.slice(0, ids.length))
      expect([statSync(to.log).mode & 0o777, statSync(to.keys).mode & 0o777]).toEqual([0o600, 0o600])
    }).pipe(Effect.scoped),
  )

  it.live("is a store as good as the first: sound, with the keys that its names are sealed under", () =>
    Effect.gen(function* () {
      const from = aPlace()
      const to = aPlace()
      const subject = yield* Effect.gen(function* () {
        const keys = yield* Keys
        yield* (yield* EventStore).append("note-1", "no-stream", [anEvent()])
        return { key: yield* keys.keyFor("ann"), digest: keys.digest("upn", "ann@contoso.com") }
      }).pipe(Effect.provide(aService(from.log)))
      yield* backUp(from, to)
      const same = yield* Effect.gen(function* () {
        const keys = yield* Keys
        return { key: yield* keys.keyOf("ann"), digest: keys.digest("upn", "ann@contoso.com") }
      }).pipe(Effect.provide(aService(to.log)))
      expect(same).toEqual(subject)
    }),
  )

  it.live("never overwrites anything, neither a log nor keys", () =>
    Effect.gen(function* () {
      const from = aPlace()
      yield* Effect.provide(Effect.void, aService(from.log))
      for (const which of ["log", "keys"] as const) {
        const to = aPlace()
        writeFileSync(to[which], "precious")
        expect(yield* Effect.flip(backUp(from, to))).toMatchObject({
          code: "backup-file-exists",
          message:
            `"${to[which]}" is there already. ` +
            "Name a file that does not exist yet: a backup never overwrites anything.",
        })
      }
    }),
  )

  it.live("that cannot be made says why, and leaves nothing behind", () =>
    Effect.gen(function* () {
      const from = aPlace()
      yield* Effect.provide(Effect.void, aService(from.log))
      const nowhere = filesAt(join(directory, "nowhere", "b.sqlite"))
      expect((yield* Effect.flip(backUp(from, nowhere))).message).toBe(
        `"${nowhere.log}" could not be written. Its directory does not exist. ` +
          "Check the directory and its rights, then try again.",
      )
      const to = aPlace()
      const lost = { ...from, keys: join(directory, "lost-keys.sqlite") }
      expect((yield* Effect.flip(backUp(lost, to))).message).toContain("The file could not be opened.")
      expect(
        readdirSync(directory).filter((name) => to.log.endsWith(name) || name.endsWith(".partial")),
      ).toEqual([])
    }),
  )

  const disk = smallDisk(512)
  it.live.skipIf(disk._tag === "None")("onto a disk that is full leaves nothing behind", () =>
    Effect.gen(function* () {
      if (disk._tag === "None") return
      const from = aPlace()
      yield* Effect.gen(function* () {
        const store = yield* EventStore
        const data = { text: "x".repeat(900_000) }
        yield* store.append("note-1", "no-stream", [anEvent({ payload: { data, salt: "" } })])
      }).pipe(Effect.provide(aService(from.log)))
      const failure = yield* Effect.flip(backUp(from, filesAt(join(disk.path, "b.sqlite"))))
      expect(failure.message).toContain("The disk is full.")
      expect(readdirSync(disk.path)).toEqual([])
    }),
  )
})
