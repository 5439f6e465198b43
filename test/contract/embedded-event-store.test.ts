import { spawn } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it, vi } from "@effect/vitest"
import { Context, Effect, Exit, Fiber, Layer, Scope, Stream } from "effect"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { EventStore, type ExpectedRevision, START } from "#workflows/ports"
import { anEvent, someEvents } from "../support/proposed-events.ts"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { idsOf } from "./event-store/place.ts"
import { eventStoreContract } from "./event-store.ts"

const directory = temporaryDirectory()
let files = 0
const aPath = () => join(directory, `log-${files++}.sqlite`)

/** Opens a store of its own on a file, for as long as the scope at hand is open. */
const open = (path: string) =>
  Effect.map(Layer.build(embeddedEventStore(path)), (context) => Context.get(context, EventStore))

type Store = EventStore["Service"]

const idsIn = (store: Store) => Effect.map(Stream.runCollect(store.readAll(START)), idsOf)

const writingProcess = (path: string, stream: string, events: number) => {
  const script = fileURLToPath(new URL("../support/writing-process.ts", import.meta.url))
  const child = spawn(process.execPath, [script, path, stream, String(events)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  let text = ""
  child.stdout.setEncoding("utf8").on("data", (part) => {
    text += part
  })
  const ended = new Promise<ReadonlyArray<string>>((resolve) =>
    child.on("close", () => resolve(text.split("\n").slice(0, -1))),
  )
  return { child, acknowledged: () => text.split("\n").length - 1, ended: Effect.promise(() => ended) }
}

/** Appends events one by one, each at the revision that a conflict names until it has won one. */
const winAll = Effect.fnUntraced(function* (store: Store, stream: string, count: number) {
  let last: ExpectedRevision = "no-stream"
  const events = someEvents(count)
  for (const event of events) {
    const win = (expected: ExpectedRevision): Effect.Effect<number, unknown> =>
      store.append(stream, expected, [event]).pipe(
        Effect.map(({ revision }) => revision),
        Effect.catchTag("WrongExpectedRevision", ({ actual }) => win(actual)),
      )
    last = yield* win(last)
  }
  return idsOf(events)
})

eventStoreContract("embedded", embeddedEventStore(aPath()))

describe("the file of the embedded store", () => {
  it.live("given an empty log, its head is START and its file is for its owner only", () =>
    Effect.gen(function* () {
      const path = join(directory, "made", "log.sqlite")
      const store = yield* open(path)
      expect(yield* store.head).toBe(START)
      expect(statSync(path).mode & 0o777).toBe(0o600)
    }),
  )

  it.live("given a closed store, when its file is opened again, then all is there and the log goes on", () =>
    Effect.gen(function* () {
      const path = aPath()
      const events = someEvents(300)
      const before = yield* Effect.scoped(
        Effect.gen(function* () {
          const store = yield* open(path)
          yield* store.append("device-1", "no-stream", events)
          return yield* Stream.runCollect(store.readAll(START))
        }),
      )
      // The write-ahead file was moved into the log: the one file is all there is to copy.
      expect(existsSync(`${path}-wal`)).toBe(false)
      const store = yield* open(path)
      expect(yield* Stream.runCollect(store.readAll(START))).toEqual(before)
      expect(yield* store.append("device-1", "no-stream", events)).toEqual({
        revision: 299,
        position: before.at(-1)?.position,
      })
      const next = yield* store.append("device-1", 299, [anEvent()])
      expect(next).toEqual({ revision: 300, position: "c301" })
    }),
  )

  it.live(
    "given two files, when their identities are asked, then they differ and stay when a file is reopened",
    () =>
      Effect.gen(function* () {
        const [one, other] = [aPath(), aPath()]
        const identityOf = (path: string) =>
          Effect.scoped(Effect.flatMap(open(path), (store) => store.identity))
        const identity = yield* identityOf(one)
        expect(yield* identityOf(other)).not.toBe(identity)
        expect(yield* identityOf(one)).toBe(identity)
      }),
  )

  it.live(
    "given appends under way, when the store closes, then each is stored or failed, and later ones fail",
    () =>
      Effect.gen(function* () {
        const path = aPath()
        const scope = yield* Scope.make()
        const store = yield* Scope.provide(open(path), scope)
        const events = someEvents(200)
        const append = (event: (typeof events)[number], index: number) =>
          Effect.result(store.append(`device-${index}`, "no-stream", [event]))
        const underWay = yield* Effect.forkChild(Effect.forEach(events, append, { concurrency: "unbounded" }))
        yield* Effect.sleep(1)
        yield* Scope.close(scope, Exit.void)
        const outcomes = yield* Fiber.join(underWay)
        const acknowledged = events.filter((_, index) => outcomes[index]?._tag === "Success")
        const late = yield* Effect.flip(store.append("device-late", "no-stream", [anEvent()]))
        expect(late.message).toBe(
          'The event store could not append to "device-late": The store is closed. Open it again.',
        )
        expect(acknowledged.length).toBeGreaterThan(0)
        expect(yield* idsIn(yield* open(path))).toEqual(expect.arrayContaining(idsOf(acknowledged)))
      }),
  )
})

describe("following the embedded store", () => {
  it.live(
    "given a follower who waits, when the same process appends, then it sees it without looking for other processes",
    () =>
      Effect.gen(function* () {
        // Other processes are looked for at an interval, which never passes here.
        vi.useFakeTimers({ toFake: ["setInterval"] })
        const store = yield* open(aPath())
        let seen = 0
        const follow = store.subscribe(START).pipe(
          Stream.runForEach((item) =>
            Effect.sync(() => {
              seen += item._tag === "Events" ? item.events.length : 0
            }),
          ),
        )
        yield* Effect.forkChild(follow)
        for (let revision = 0; revision < 10; revision++) {
          yield* store.append("device-1", revision === 0 ? "no-stream" : revision - 1, [anEvent()])
          while (seen <= revision) yield* Effect.sleep(1)
        }
      }).pipe(Effect.timeout("5 seconds"), Effect.ensuring(Effect.sync(() => vi.useRealTimers()))),
  )
})

describe("two stores on one file", () => {
  it.live(
    "given two stores in one process, then each sees, follows and is judged against what the other appends",
    () =>
      Effect.gen(function* () {
        const path = aPath()
        const [one, other] = [yield* open(path), yield* open(path)]
        const seen: Array<string> = []
        const follower = yield* Effect.forkChild(
          other.subscribe(START).pipe(
            Stream.tap((item) =>
              Effect.sync(() => item._tag === "Events" && seen.push(...idsOf(item.events))),
            ),
            Stream.takeUntil(() => seen.length >= 3),
            Stream.runDrain,
          ),
        )
        const events = someEvents(3)
        for (const [index, event] of events.entries()) {
          yield* one.append("device-1", index === 0 ? "no-stream" : index - 1, [event])
          yield* Effect.sleep(10)
        }
        yield* Fiber.join(follower).pipe(Effect.timeout("2 seconds"))
        expect(seen).toEqual(idsOf(events))
        expect(idsOf(yield* other.read("device-1"))).toEqual(idsOf(events))
        expect(yield* Effect.flip(other.append("device-1", 0, [anEvent()]))).toMatchObject({ actual: 2 })
      }),
  )

  it.live(
    "given a second process, when both append to one stream, then every revision has one winner and a follower sees all",
    () =>
      Effect.gen(function* () {
        const path = aPath()
        const store = yield* open(path)
        const seen: Array<string> = []
        const follower = yield* Effect.forkChild(
          store.subscribe(START).pipe(
            Stream.tap((item) =>
              Effect.sync(() => item._tag === "Events" && seen.push(...idsOf(item.events))),
            ),
            Stream.takeUntil(() => seen.length >= 120),
            Stream.runDrain,
          ),
        )
        const { ended, acknowledged } = writingProcess(path, "device-1", 60)
        while (acknowledged() === 0) yield* Effect.sleep(5)
        const mine = yield* winAll(store, "device-1", 60)
        const theirs = yield* ended
        yield* Fiber.join(follower).pipe(Effect.timeout("5 seconds"))
        const history = yield* store.read("device-1")
        expect(history.map(({ revision }) => revision)).toEqual(Array.from({ length: 120 }, (_, n) => n))
        expect(idsOf(history).filter((id) => mine.includes(id))).toEqual(mine)
        expect(idsOf(history).filter((id) => theirs.includes(id))).toEqual(theirs)
        expect(seen).toEqual(idsOf(history))
      }),
  )

  it.live(
    "given a process killed while it appends, then what it was answered is there once and the log goes on",
    () =>
      Effect.gen(function* () {
        const path = aPath()
        const { child, ended, acknowledged } = writingProcess(path, "device-1", 1_000_000)
        while (acknowledged() < 50) yield* Effect.sleep(2)
        child.kill("SIGKILL")
        const answered = yield* ended
        const store = yield* open(path)
        const ids = yield* idsIn(store)
        // At most the one append under way may be there without an answer.
        expect(ids.slice(0, answered.length)).toEqual(answered)
        expect(ids.length - answered.length).toBeLessThanOrEqual(1)
        const { revision } = yield* store.append("device-1", ids.length - 1, [anEvent()])
        expect(revision).toBe(ids.length)
      }),
  )
})
