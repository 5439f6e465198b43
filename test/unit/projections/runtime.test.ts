import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { type Projection, projection, ReadModelFile, ReadModels, shape, table } from "#projections/runtime"
import { EventStore, type RecordedEvent } from "#workflows/ports"
import { counting, counts, tagsOf } from "../../support/counting.ts"
import { memoryWorld } from "../../support/memory-world.ts"
import {
  caughtUp,
  readModelsInMemory,
  readModelsOnFile,
  readModelWorld,
} from "../../support/read-model-world.ts"
import { record } from "../../support/recorded-facts.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const freshPath = () => join(directory, `read-models-${files++}.sqlite`)

describe("following the log", () => {
  it.effect(
    "given events before and after the start, then each is applied once, and no time passes in waiting",
    () =>
      Effect.gen(function* () {
        yield* tagsOf("a", "b", "a")
        yield* caughtUp
        expect(yield* counts("tags")).toEqual({ a: 2, b: 1 })
        yield* tagsOf("b")
        yield* caughtUp
        expect(yield* counts("tags")).toEqual({ a: 2, b: 2 })
        const [status] = yield* (yield* ReadModels).status
        expect(status).toMatchObject({ name: "tags", state: "live", lagSeconds: 0, lastError: null })
      }).pipe(Effect.provide(readModelWorld(counting("tags")))),
  )

  it.effect("given a subscription that gives events again, then each is applied once", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      let before: ReadonlyArray<RecordedEvent> = []
      // Each batch begins with the one before it, as after a line that was cut in between.
      const repeating = EventStore.of({
        ...store,
        subscribe: (after, filter) =>
          store.subscribe(after, filter).pipe(
            Stream.map((item) => {
              if (item._tag !== "Events") return item
              const events = [...before, ...item.events]
              before = item.events
              return { ...item, events }
            }),
          ),
      })
      const counted = Effect.gen(function* () {
        for (const tag of ["a", "b", "a"]) {
          yield* tagsOf(tag)
          yield* caughtUp
        }
        return yield* counts("tags")
      })
      const fed = readModelsInMemory([counting("tags")]).pipe(
        Layer.provide(Layer.succeed(EventStore, repeating)),
      )
      expect(yield* Effect.provide(counted, fed)).toEqual({ a: 2, b: 1 })
      expect(before).toHaveLength(1)
    }).pipe(Effect.provide(memoryWorld)),
  )

  it.effect("given a closed file, when it is opened again, then it goes on from its checkpoint", () =>
    Effect.gen(function* () {
      const path = freshPath()
      yield* tagsOf("a", "b")
      yield* Effect.provide(caughtUp, readModelsOnFile(path, counting("tags")))
      yield* tagsOf("a")
      const again = Effect.andThen(caughtUp, counts("tags"))
      expect(yield* Effect.provide(again, readModelsOnFile(path, counting("tags")))).toEqual({ a: 2, b: 1 })
    }).pipe(Effect.provide(memoryWorld)),
  )

  it.effect(
    "given another version of a projection, then it is built anew, and its neighbour goes on as it is",
    () =>
      Effect.gen(function* () {
        const path = freshPath()
        yield* tagsOf("a", "b")
        yield* Effect.provide(caughtUp, readModelsOnFile(path, counting("tags"), counting("others")))
        const wider = table("tags", { position: "text", tag: "text?" }, ["position"])
        const anew = projection({
          name: "tags",
          version: 2,
          tables: [wider],
          on: { GroupTagChanged: ({ data, position }) => [wider.put({ position, tag: data.after })] },
        })
        const read = Effect.gen(function* () {
          yield* caughtUp
          const rows = yield* (yield* ReadModels).all(wider, "SELECT * FROM tags ORDER BY position")
          return [rows.map(({ tag }) => tag), yield* counts("others")]
        })
        const fed = yield* Effect.provide(read, readModelsOnFile(path, anew, counting("others")))
        expect(fed).toEqual([["a", "b"], { a: 1, b: 1 }])
      }).pipe(Effect.provide(memoryWorld)),
  )

  it.effect(
    "given another version that stops on its way, then the old rows are read until a mended one has caught up",
    () =>
      Effect.gen(function* () {
        const path = freshPath()
        yield* tagsOf("a", "bad", "b")
        yield* Effect.provide(caughtUp, readModelsOnFile(path, counting("tags")))
        const seen = Effect.gen(function* () {
          const [status] = yield* (yield* ReadModels).status
          return {
            version: status?.version,
            state: status?.state,
            position: status?.position,
            rows: yield* counts("tags"),
          }
        })
        const stopping = counting("tags", { version: 2, fails: (tag) => tag === "bad" })
        const stopped = Effect.andThen(Effect.flip(caughtUp), seen)
        expect(yield* Effect.provide(stopped, readModelsOnFile(path, stopping))).toEqual({
          version: 2,
          state: "stopped",
          position: "a1",
          rows: { a: 1, bad: 1, b: 1 },
        })
        yield* tagsOf("a")
        const mended = Effect.andThen(caughtUp, seen)
        expect(
          yield* Effect.provide(mended, readModelsOnFile(path, counting("tags", { version: 2 }))),
        ).toEqual({
          version: 2,
          state: "live",
          position: "a4",
          rows: { a: 2, bad: 1, b: 1 },
        })
      }).pipe(Effect.provide(memoryWorld)),
  )

  it.effect(
    "given a log that was put back from a backup, then what it does not hold any more is not told",
    () =>
      Effect.gen(function* () {
        const path = freshPath()
        const fed = (...tags: ReadonlyArray<string>) =>
          Effect.gen(function* () {
            yield* tagsOf(...tags)
            yield* Effect.provide(caughtUp, readModelsOnFile(path, counting("tags")))
            return yield* Effect.provide(counts("tags"), readModelsOnFile(path, counting("tags")))
          }).pipe(Effect.provide(Layer.fresh(memoryWorld)))
        expect(yield* fed("a", "b", "c")).toEqual({ a: 1, b: 1, c: 1 })
        expect(yield* fed("a", "b")).toEqual({ a: 1, b: 1 })
      }),
  )

  it.effect("given a projection that joins later, then it catches up from the beginning of the log", () =>
    Effect.gen(function* () {
      const path = freshPath()
      yield* tagsOf("a", "b")
      yield* Effect.provide(caughtUp, readModelsOnFile(path, counting("tags")))
      const both = Effect.andThen(caughtUp, Effect.all([counts("tags"), counts("late")]))
      const fed = yield* Effect.provide(both, readModelsOnFile(path, counting("tags"), counting("late")))
      expect(fed).toEqual([
        { a: 1, b: 1 },
        { a: 1, b: 1 },
      ])
    }).pipe(Effect.provide(memoryWorld)),
  )
})

describe("a poison event", () => {
  /** What is seen after the "healthy" projection went past the poison and "poisoned" did not. */
  const stops = (after: ReturnType<typeof tagsOf>, poisoned: Projection) =>
    Effect.gen(function* () {
      yield* after
      const head = yield* (yield* EventStore).head
      yield* (yield* ReadModels).reached(head, 1000, ["healthy"])
      const failure = yield* Effect.flip(caughtUp)
      const [, status] = yield* (yield* ReadModels).status
      return { failure, status, good: yield* counts("healthy"), bad: yield* counts("poisoned") }
    }).pipe(Effect.provide(readModelWorld(counting("healthy"), poisoned)))

  it.effect(
    "that cannot be applied stops its own projection there, with what came before; the others go on",
    () =>
      Effect.gen(function* () {
        const poisoned = counting("poisoned", { fails: (tag) => tag === "bad" })
        const { bad, failure, good, status } = yield* stops(tagsOf("a", "bad", "a"), poisoned)
        expect([good, bad]).toEqual([{ a: 2, bad: 1 }, { a: 1 }])
        expect(status).toMatchObject({
          state: "stopped",
          position: "a1",
          poison: { position: "a2", type: "GroupTagChanged", reason: 'the tag "bad" is not liked' },
        })
        expect(failure.message).toBe(
          'The projection "poisoned" stopped at the event "GroupTagChanged" at position a2, which it cannot apply (the tag "bad" is not liked). ' +
            "Mend what the reason names, then start the service again: the projection goes on where it stopped.",
        )
      }),
  )

  it.effect("whose writes the tables refuse stops it just so", () =>
    Effect.gen(function* () {
      const tags = table("poisoned", { tag: "text", count: "integer" }, ["tag"])
      const { put } = tags
      const strict = projection({
        name: "poisoned",
        version: 1,
        tables: [tags],
        on: {
          GroupTagChanged: ({ data }) => [
            put({ tag: `${data.after} seen`, count: 1 }),
            {
              ...put({ tag: data.after ?? "", count: 1 }),
              parameters: [data.after, data.after === "bad" ? "no number" : 1],
            },
          ],
        },
      })
      const { bad, status } = yield* stops(tagsOf("a", "b", "bad", "a"), strict)
      expect(bad).toEqual({ a: 1, "a seen": 1, b: 1, "b seen": 1 })
      expect(status).toMatchObject({ state: "stopped", position: "a2", poison: { position: "a3" } })
      expect(status?.lastError).toContain("cannot store TEXT value in INTEGER column poisoned")
    }),
  )

  it.effect("that cannot be decoded stops those that handle its type", () =>
    Effect.gen(function* () {
      const damaged = Effect.gen(function* () {
        yield* tagsOf("a")
        const store = yield* EventStore
        const [good] = yield* store.read("device-d1")
        if (good === undefined) return
        const id = "00000000-0000-4000-8000-000000000001"
        const payload = { ...good.payload, data: { before: null, after: 5 } }
        yield* store.append("device-d2", "no-stream", [{ ...good, id, payload }])
        yield* record("tenant-t1", {
          type: "TenantCreated",
          data: { tenantId: "t1", name: "T", domains: [] },
        })
      })
      const names = table("healthy", { tag: "text", count: "integer" }, ["tag"])
      const tenants = projection({
        name: "healthy",
        version: 1,
        tables: [names],
        on: { TenantCreated: ({ data }) => [names.put({ tag: data.name, count: 1 })] },
      })
      const { good, bad, poison } = yield* Effect.gen(function* () {
        yield* damaged
        yield* (yield* ReadModels).reached(yield* (yield* EventStore).head, 1000, ["healthy"])
        const [, status] = yield* (yield* ReadModels).status
        return { good: yield* counts("healthy"), bad: yield* counts("poisoned"), poison: status?.poison }
      }).pipe(Effect.provide(readModelWorld(tenants, counting("poisoned"))))
      expect([good, bad]).toEqual([{ T: 1 }, { a: 1 }])
      expect(poison).toMatchObject({ position: "a2", type: "GroupTagChanged" })
      expect(poison?.reason).toContain('The event "GroupTagChanged" (version 1) cannot be read')
    }),
  )

  it.effect("does no harm once the projection is mended: it goes on where it stood", () =>
    Effect.gen(function* () {
      const path = freshPath()
      yield* tagsOf("a", "bad", "a")
      const poisoned = counting("tags", { fails: (tag) => tag === "bad" })
      yield* Effect.provide(Effect.flip(caughtUp), readModelsOnFile(path, poisoned))
      const read = Effect.andThen(caughtUp, counts("tags"))
      expect(yield* Effect.provide(read, readModelsOnFile(path, counting("tags")))).toEqual({ a: 2, bad: 1 })
    }).pipe(Effect.provide(memoryWorld)),
  )
})

describe("waiting for a position", () => {
  const idle = projection({ name: "idle", version: 1, tables: [] })

  it.effect("that does not come fails when its time is over, and says who is where", () =>
    Effect.gen(function* () {
      yield* tagsOf("a")
      yield* caughtUp
      const { reached } = yield* ReadModels
      const waiting = yield* Effect.forkChild(Effect.flip(reached("b10", 3000)))
      yield* TestClock.adjust(3000)
      expect((yield* Fiber.join(waiting)).message).toBe(
        'The read models did not reach position b10 within 3000 ms: "idle" (live, at a1). ' +
          "Try again a little later; the health of the projections tells what they wait for.",
      )
    }).pipe(Effect.provide(readModelWorld(idle))),
  )

  it.effect("tells how long the oldest event has waited where nobody has applied it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 10, 23, 8, 30, 42))
      yield* tagsOf("bad", "a")
      yield* Effect.flip(caughtUp)
      const [status] = yield* (yield* ReadModels).status
      expect(status?.lagSeconds).toBe(42)
    }).pipe(Effect.provide(readModelWorld(counting("tags", { fails: () => true })))),
  )
})

describe("two processes on one file", () => {
  const names = Array.from({ length: 40 }, (_, index) => `t${index}`)
  const each = Object.fromEntries(names.map((name) => [name, 1]))

  it.live("given both of them from the beginning, then each event is applied once and both see all", () =>
    Effect.gen(function* () {
      const path = freshPath()
      const [first, second] = yield* Effect.all([
        Layer.build(readModelsOnFile(path, counting("tags"))),
        Layer.build(readModelsOnFile(path, counting("tags"))),
      ])
      for (const name of names) yield* tagsOf(name)
      for (const one of [first, second]) {
        const seen = Effect.andThen(caughtUp, counts("tags"))
        expect(yield* Effect.provideContext(seen, one)).toEqual(each)
      }
    }).pipe(Effect.scoped, Effect.provide(memoryWorld)),
  )

  it.live(
    "given a holder that has lost the lease, then it feeds no longer, and goes on when the lease is free",
    () =>
      Effect.gen(function* () {
        const path = freshPath()
        const holder = yield* Layer.build(readModelsOnFile(path, counting("tags")))
        yield* tagsOf("a")
        yield* Effect.provideContext(caughtUp, holder)
        const other = new DatabaseSync(path)
        const lease = "INSERT OR REPLACE INTO flightlog_lease VALUES (1, 'another-machine 1 x', ?)"
        other.prepare(lease).run(Date.now() + 60_000)
        yield* Effect.sleep(150)
        const position = yield* tagsOf("a")
        const { reached } = yield* Effect.provideContext(ReadModels, holder)
        yield* Effect.flip(reached(position, 100))
        other.exec("DELETE FROM flightlog_lease")
        yield* reached(position)
        expect(yield* Effect.provideContext(counts("tags"), holder)).toEqual({ a: 2 })
      }).pipe(Effect.scoped, Effect.provide(memoryWorld)),
  )

  it.live("given a holder that ends, then the other one takes over at once", () =>
    Effect.gen(function* () {
      const path = freshPath()
      const watcher = Effect.gen(function* () {
        const inner = yield* Layer.build(readModelsOnFile(path, counting("tags")))
        yield* tagsOf("a")
        yield* Effect.provideContext(caughtUp, inner)
        return yield* Layer.build(readModelsOnFile(path, counting("tags")))
      })
      const outer = yield* Layer.build(readModelsOnFile(path, counting("tags")))
      yield* Effect.provideContext(caughtUp, outer)
      yield* Effect.scoped(watcher)
      yield* tagsOf("a", "b")
      yield* Effect.provideContext(caughtUp, outer)
      expect(yield* Effect.provideContext(counts("tags"), outer)).toEqual({ a: 2, b: 1 })
    }).pipe(Effect.scoped, Effect.provide(memoryWorld)),
  )
})

/** Another tag that whoever reads the lists has seen. */
const more = Effect.andThen(tagsOf("a"), caughtUp)

describe("a rebuild", () => {
  it.effect("puts new tables in the place of the old ones, and the feeding goes on with them", () =>
    Effect.gen(function* () {
      const { rebuild } = yield* ReadModels
      yield* tagsOf("a", "b")
      yield* caughtUp
      const { standings } = yield* ReadModelFile
      const generation = Effect.map(standings, (all) => all.find(({ name }) => name === "tags")?.generation)
      expect(yield* generation).toBe(1)
      const positions: Array<string> = []
      yield* rebuild("tags", (position) => Effect.sync(() => void positions.push(position)))
      expect(positions.at(-1)).toBe("a2")
      expect(yield* generation).toBe(3)
      expect(yield* counts("tags")).toEqual({ a: 1, b: 1 })
      yield* tagsOf("a")
      yield* caughtUp
      expect(yield* Effect.all([counts("tags"), counts("others")])).toEqual([
        { a: 2, b: 1 },
        { a: 2, b: 1 },
      ])
    }).pipe(Effect.provide(readModelWorld(counting("tags"), counting("others")))),
  )

  it.effect("brings what was lost, without a moment in which less can be read than was waited for", () =>
    Effect.gen(function* () {
      const { rebuild } = yield* ReadModels
      yield* tagsOf(...Array.from({ length: 600 }, () => "a"))
      yield* caughtUp
      const rebuilding = yield* Effect.forkChild(rebuild("tags"))
      for (let more = 1; more <= 50; more++) {
        yield* tagsOf("a")
        yield* caughtUp
        expect(yield* counts("tags")).toEqual({ a: 600 + more })
      }
      yield* Fiber.join(rebuilding)
      yield* caughtUp
      expect(yield* counts("tags")).toEqual({ a: 650 })
    }).pipe(Effect.provide(readModelWorld(counting("tags")))),
  )

  it.effect("that the tables which are read have overtaken goes on until it is as far as they are", () =>
    Effect.gen(function* () {
      const { rebuild } = yield* ReadModels
      const { standings } = yield* ReadModelFile
      const here = yield* Effect.context<Effect.Services<typeof more>>()
      yield* tagsOf("a", "b")
      yield* caughtUp
      const places: Array<string> = []
      yield* rebuild("tags", (position) => {
        const isFirst = places.push(position) === 1
        return isFirst ? Effect.orDie(Effect.provideContext(more, here)) : Effect.void
      })
      expect(places.at(-1)).toBe("a3")
      expect((yield* standings).map(({ generation, position }) => [generation, position])).toEqual([
        [2, "a3"],
      ])
      expect(yield* counts("tags")).toEqual({ a: 2, b: 1 })
    }).pipe(Effect.provide(readModelWorld(counting("tags")))),
  )

  it.live("may be made by another process than the one that feeds", () =>
    Effect.gen(function* () {
      const path = freshPath()
      const server = yield* Layer.build(readModelsOnFile(path, counting("tags")))
      const command = yield* Layer.build(readModelsOnFile(path, counting("tags")))
      yield* tagsOf("a", "b")
      yield* (yield* Effect.provideContext(ReadModels, command)).rebuild("tags")
      yield* tagsOf("a")
      for (const one of [server, command])
        expect(yield* Effect.provideContext(Effect.andThen(caughtUp, counts("tags")), one)).toEqual({
          a: 2,
          b: 1,
        })
    }).pipe(Effect.scoped, Effect.provide(memoryWorld)),
  )

  it.effect("that meets an event it cannot apply is given up, and what is read stays as it is", () =>
    Effect.gen(function* () {
      let bad = ""
      const fails = (tag: string) => tag === bad
      yield* Effect.gen(function* () {
        yield* tagsOf("a", "b", "a")
        yield* caughtUp
        bad = "b"
        const { message } = yield* Effect.flip((yield* ReadModels).rebuild("tags"))
        expect(message).toContain(
          'The rebuild of "tags" was given up at the event "GroupTagChanged" at position a2',
        )
        expect(yield* counts("tags")).toEqual({ a: 2, b: 1 })
        const tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'tags%'"
        expect(yield* (yield* ReadModelFile).query(tables, [])).toHaveLength(1)
        yield* tagsOf("a")
        yield* caughtUp
        expect(yield* counts("tags")).toEqual({ a: 3, b: 1 })
      }).pipe(Effect.provide(readModelWorld(counting("tags", { fails }))))
    }),
  )

  it.effect("of a projection that there is not is refused with the names of those that there are", () =>
    Effect.gen(function* () {
      const { message } = yield* Effect.flip((yield* ReadModels).rebuild("tag"))
      expect(message).toBe('There is no projection "tag". Name one of these: tags.')
    }).pipe(Effect.provide(readModelWorld(counting("tags")))),
  )
})

it.effect("given a query for rows of another form, then it is refused before anybody trusts them", () =>
  Effect.gen(function* () {
    const { all, get } = yield* ReadModels
    yield* tagsOf("a")
    yield* caughtUp
    const wrong = yield* Effect.flip(all(shape({ tag: "integer" }), "SELECT tag FROM tags"))
    expect(wrong.message).toContain("The read models have rows of another form")
    expect(yield* get(shape({ tag: "text" }), "SELECT tag FROM tags WHERE tag = ?", "b")).toBeUndefined()
    const missing = yield* Effect.flip(all(shape({}), "SELECT * FROM nowhere"))
    expect(missing.message).toContain("no such table: nowhere")
  }).pipe(Effect.provide(readModelWorld(counting("tags")))),
)
