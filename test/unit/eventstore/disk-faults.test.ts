import {
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer, Result, Stream } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { embeddedKeys } from "#adapters/keys"
import { EventStore, Keys, type ProposedEvent, START } from "#workflows/ports"
import { anEvent } from "../../support/proposed-events.ts"
import { smallDisk } from "../../support/small-disk.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const aPath = () => join(directory, `log-${files++}.sqlite`)

type Store = EventStore["Service"]

const open = (path: string) =>
  Effect.map(Layer.build(embeddedEventStore(path)), (context) => Context.get(context, EventStore))

/** An event whose text is that long. */
const large = (characters: number, text = "x"): ProposedEvent =>
  anEvent({ payload: { data: { text: text.repeat(characters / text.length) }, salt: "" } })

const idsIn = (store: Store) =>
  Effect.map(Stream.runCollect(store.readAll(START)), (events) => events.map(({ id }) => id))

/** Appends to one stream after the other until the store refuses; gives what was acknowledged, and the refusal. */
const fillUp = Effect.fnUntraced(function* (store: Store, acknowledged: Array<string>) {
  for (;;) {
    const event = large(20_000)
    const outcome = yield* Effect.result(store.append(`device-${event.id}`, "no-stream", [event]))
    if (Result.isFailure(outcome)) return { event, failure: outcome.failure }
    acknowledged.push(event.id)
  }
})

const disk = smallDisk(1024)
const title =
  disk._tag === "Disk" ? "a disk that is really full" : `a disk that is really full: skipped. ${disk.reason}`
if (disk._tag === "None") console.warn(title)

describe.skipIf(disk._tag === "None")(title, () => {
  it.live(
    "takes nothing, loses nothing, lets all be read, and is written again as soon as there is room",
    () =>
      Effect.gen(function* () {
        if (disk._tag === "None") return
        const path = join(disk.path, "log.sqlite")
        const acknowledged: Array<string> = []
        yield* Effect.scoped(
          Effect.gen(function* () {
            const store = yield* open(path)
            yield* store.append("device-first", "no-stream", [anEvent({ id: acknowledgedId })])
            acknowledged.push(acknowledgedId)
            for (let round = 0; round < 3; round++) {
              disk.fill()
              const { event, failure } = yield* fillUp(store, acknowledged)
              expect(failure).toMatchObject({
                _tag: "EventStoreFailure",
                outcome: "not-done",
                reason: expect.stringContaining("The disk is full."),
                remedy: "Free some space, then try again; no restart is needed.",
              })
              expect(yield* idsIn(store)).toEqual(acknowledged)
              disk.free()
              yield* store.append(`device-${event.id}`, "no-stream", [event])
              acknowledged.push(event.id)
            }
          }),
        )
        expect(yield* idsIn(yield* open(path))).toEqual(acknowledged)
      }),
  )

  it.live(
    "makes no new key, keeps the old ones readable, and makes keys again as soon as there is room",
    () =>
      Effect.gen(function* () {
        if (disk._tag === "None") return
        const layer = Layer.provide(embeddedKeys(join(disk.path, "keys.sqlite")), systemEntropy)
        const keys = Context.get(yield* Layer.build(layer), Keys)
        const key = yield* keys.keyFor("ann")
        disk.fill()
        const people = Array.from({ length: 2000 }, (_, person) => `person-${person}`)
        const failure = yield* Effect.flip(Effect.forEach(people, (person) => keys.keyFor(person)))
        expect(failure.message).toContain("The disk is full.")
        expect(yield* keys.keyOf("ann")).toEqual(key)
        disk.free()
        expect(yield* keys.keyFor("bob")).toHaveLength(32)
      }),
  )
})

const acknowledgedId = anEvent().id

const PAGE = 4096

/** The pages of a file that hold a text. */
const pagesWith = (path: string, text: string): ReadonlyArray<number> => {
  const bytes = readFileSync(path)
  const pages = new Set<number>()
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1))
    pages.add(Math.floor(at / PAGE))
  return [...pages]
}

const overwrite = (path: string, page: number, bytes: Uint8Array) => {
  const file = openSync(path, "r+")
  writeSync(file, bytes, 0, bytes.length, page * PAGE)
}

/** A closed log of fifty streams, one of them about a marked device; and the page where that event begins. */
const logWithMark = Effect.gen(function* () {
  const path = aPath()
  yield* Effect.scoped(
    Effect.gen(function* () {
      const store = yield* open(path)
      for (let stream = 0; stream < 50; stream++)
        yield* store.append(`device-${stream}`, "no-stream", [
          large(1000, stream === 25 ? "marked" : "plain "),
        ])
    }),
  )
  const [page = 0] = pagesWith(path, "markedmarked")
  return { path, page, sound: readFileSync(path).subarray(page * PAGE, (page + 1) * PAGE) }
})

describe("a damaged page", () => {
  it.live(
    "is named to who reads what it held; the rest can be read, and written, and nothing else is lost",
    () =>
      Effect.gen(function* () {
        const { page, path, sound } = yield* logWithMark
        overwrite(path, page, Buffer.alloc(PAGE, 0xa5))
        const added = anEvent()
        yield* Effect.scoped(
          Effect.gen(function* () {
            const store = yield* open(path)
            const failure = yield* Effect.flip(store.read("device-25"))
            expect(failure.message).toBe(
              'The event store could not read "device-25": The file is damaged. (SQLite: database disk image is malformed.) ' +
                "Keep a copy of it as it is, and go on from a backup.",
            )
            expect(yield* Effect.flip(idsIn(store))).toMatchObject({
              reason: expect.stringContaining("The file is damaged."),
            })
            for (const stream of ["device-0", "device-49"]) expect(yield* store.read(stream)).toHaveLength(1)
            expect(yield* store.append("device-49", 0, [added])).toMatchObject({ revision: 1 })
          }),
        )
        overwrite(path, page, sound)
        const store = yield* open(path)
        const ids = yield* idsIn(store)
        expect(ids).toHaveLength(51)
        expect(ids.at(-1)).toBe(added.id)
      }),
  )

  it.live("that describes the file keeps it from being opened, with a reason", () =>
    Effect.gen(function* () {
      const { path } = yield* logWithMark
      const bytes = readFileSync(path)
      // The header's first hundred bytes stay: it is a log of Flightlog, whose tables cannot be read.
      overwrite(path, 0, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(PAGE - 100, 0xa5)]))
      expect((yield* Effect.flip(Effect.scoped(open(path)))).message).toBe(
        `The event store could not open "${path}": The file is damaged. (SQLite: database disk image is malformed.) ` +
          "Keep a copy of it as it is, and go on from a backup.",
      )
    }),
  )
})

describe("a log whose file is taken away while it is open", () => {
  it.live(
    "acknowledges nothing that would be lost, can be read, and is written again once the file is back",
    () =>
      Effect.gen(function* () {
        const path = aPath()
        const store = yield* open(path)
        const [first, second] = [anEvent(), anEvent()]
        yield* store.append("device-1", "no-stream", [first])
        renameSync(path, `${path}.away`)
        expect((yield* Effect.flip(store.append("device-1", 0, [second]))).message).toBe(
          'The event store could not append to "device-1": The file was deleted or moved while it was open. ' +
            "Put it back in its place: no restart is needed then. Or stop Flightlog and go on from a backup.",
        )
        expect(yield* store.read("device-1")).toHaveLength(1)
        renameSync(`${path}.away`, path)
        yield* store.append("device-1", 0, [second])
        expect(yield* idsIn(store)).toEqual([first.id, second.id])
      }),
  )

  it.live("and replaced by another one says so, and leaves that one alone", () =>
    Effect.gen(function* () {
      const path = aPath()
      const store = yield* open(path)
      yield* store.append("device-1", "no-stream", [anEvent()])
      copyFileSync(path, `${path}.other`)
      const other = readFileSync(`${path}.other`)
      renameSync(`${path}.other`, path)
      expect((yield* Effect.flip(store.append("device-1", 0, [anEvent()]))).message).toContain(
        "Another file was put in its place while it was open. Put the first one back, or stop Flightlog",
      )
      expect(readFileSync(path).equals(other)).toBe(true)
    }),
  )
})

describe("a torn end of the write-ahead file", () => {
  it.live("costs nothing that was acknowledged, and the log goes on", () =>
    Effect.gen(function* () {
      const [path, copy] = [aPath(), aPath()]
      const store = yield* open(path)
      const events = Array.from({ length: 20 }, () => anEvent())
      for (const [index, event] of events.entries())
        yield* store.append("device-1", index === 0 ? "no-stream" : index - 1, [event])
      // What a power cut in the middle of the next append leaves.
      copyFileSync(path, copy)
      const written = readFileSync(`${path}-wal`)
      writeFileSync(`${copy}-wal`, Buffer.concat([written, written.subarray(-4120, -2000)]))
      expect(existsSync(`${copy}-shm`)).toBe(false)
      const restarted = yield* open(copy)
      expect(yield* idsIn(restarted)).toEqual(events.map(({ id }) => id))
      expect(yield* restarted.append("device-1", 19, [anEvent()])).toMatchObject({ revision: 20 })
    }),
  )

  it.live(
    "and damage before its end keep the log from being opened, so that nothing is dropped silently",
    () =>
      Effect.gen(function* () {
        const [path, copy] = [aPath(), aPath()]
        const store = yield* open(path)
        for (let event = 0; event < 20; event++)
          yield* store.append("device-1", event === 0 ? "no-stream" : event - 1, [anEvent()])
        copyFileSync(path, copy)
        const written = readFileSync(`${path}-wal`)
        const place = written.length - 50_000
        written.writeUInt8(written.readUInt8(place) ^ 0xff, place)
        writeFileSync(`${copy}-wal`, written)
        const failure = yield* Effect.flip(Effect.scoped(open(copy)))
        expect(failure.message).toContain(
          `could not open "${copy}": Its write-ahead file "${copy}-wal" is damaged`,
        )
        rmSync(copy)
      }),
  )
})
