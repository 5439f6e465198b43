import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { projection, ReadModelFile, ReadModels, table } from "#projections/runtime"
import { counting, counts, tagsOf } from "../../support/counting.ts"
import { memoryWorld } from "../../support/memory-world.ts"
import { caughtUp, readModelsOnFile, readModelWorld } from "../../support/read-model-world.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const freshPath = () => join(directory, `read-models-${files++}.sqlite`)

/** Writes into the tables that are read, as no Flightlog does. */
const tamper = (path: string, sql: string) =>
  Effect.sync(() => {
    const database = new DatabaseSync(path)
    database.exec(sql)
    database.close()
  })

/** The tables that the file has for a projection. */
const tablesLike = (name: string) =>
  Effect.flatMap(ReadModelFile, ({ query }) =>
    query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '${name}%'`, []),
  )

describe("verifying a projection", () => {
  it.effect("that is as the log says finds nothing, and leaves nothing behind", () =>
    Effect.gen(function* () {
      yield* tagsOf("a", "b", "a")
      yield* caughtUp
      const told: Array<string> = []
      const { verify } = yield* ReadModels
      const verified = yield* verify("tags", (progress) => Effect.sync(() => void told.push(progress._tag)))
      expect(verified).toEqual({
        name: "tags",
        version: 1,
        position: "a3",
        rows: 2,
        differences: [],
        further: 0,
      })
      expect(told).toContain("Built")
      expect(yield* tablesLike("tags")).toHaveLength(1)
      yield* tagsOf("b")
      yield* caughtUp
      expect(yield* counts("tags")).toEqual({ a: 2, b: 2 })
    }).pipe(Effect.provide(readModelWorld(counting("tags")))),
  )

  it.effect("names each row that is changed, missing or too many, with its key", () =>
    Effect.gen(function* () {
      const path = freshPath()
      yield* tagsOf("a", "b", "a", "c")
      yield* Effect.gen(function* () {
        yield* caughtUp
        yield* tamper(
          path,
          `UPDATE tags_g1 SET count = 7 WHERE tag = 'a'; DELETE FROM tags_g1 WHERE tag = 'b';
           INSERT INTO tags_g1 VALUES ('x', 1)`,
        )
        const { rows, differences } = yield* (yield* ReadModels).verify("tags")
        expect(rows).toBe(4)
        expect(differences).toEqual([
          { table: "tags", key: { tag: "a" }, read: { tag: "a", count: 7 }, rebuilt: { tag: "a", count: 2 } },
          { table: "tags", key: { tag: "b" }, read: null, rebuilt: { tag: "b", count: 1 } },
          { table: "tags", key: { tag: "x" }, read: { tag: "x", count: 1 }, rebuilt: null },
        ])
        expect(yield* counts("tags")).toEqual({ a: 7, c: 1, x: 1 })
        yield* (yield* ReadModels).rebuild("tags")
        expect((yield* (yield* ReadModels).verify("tags")).differences).toEqual([])
        expect(yield* counts("tags")).toEqual({ a: 2, b: 1, c: 1 })
      }).pipe(Effect.provide(readModelsOnFile(path, counting("tags"))))
    }).pipe(Effect.provide(memoryWorld)),
  )

  it.effect("takes keys in the order that the file keeps them in, whatever their characters", () =>
    Effect.gen(function* () {
      const path = freshPath()
      // In UTF-16, as JavaScript compares, the first comes after the second.
      yield* tagsOf("\u{fb00}", "\u{1f600}")
      yield* Effect.gen(function* () {
        yield* caughtUp
        yield* tamper(path, "DELETE FROM tags_g1 WHERE tag = '\u{fb00}'")
        const { differences } = yield* (yield* ReadModels).verify("tags")
        expect(differences.map(({ key }) => key)).toEqual([{ tag: "\u{fb00}" }])
      }).pipe(Effect.provide(readModelsOnFile(path, counting("tags"))))
    }).pipe(Effect.provide(memoryWorld)),
  )

  it.effect("whose rules were changed without a new version tells so; a hundred differences are listed", () =>
    Effect.gen(function* () {
      const shift = { by: 0 }
      const sizes = table("sizes", { position: "text", size: "integer" }, ["position"])
      const changing = projection({
        name: "sizes",
        version: 1,
        tables: [sizes],
        on: {
          GroupTagChanged: ({ data, position }) => [
            sizes.put({ position, size: (data.after?.length ?? 0) + shift.by }),
          ],
        },
      })
      yield* Effect.gen(function* () {
        yield* tagsOf(...Array.from({ length: 130 }, () => "tag"))
        yield* caughtUp
        shift.by = 1
        const { differences, further } = yield* (yield* ReadModels).verify("sizes")
        expect([differences.length, further]).toEqual([100, 30])
        expect(differences[0]).toMatchObject({ read: { size: 3 }, rebuilt: { size: 4 } })
      }).pipe(Effect.provide(readModelWorld(changing)))
    }),
  )

  it.live("beside a process that feeds under load compares both at one moment", () =>
    Effect.gen(function* () {
      const path = freshPath()
      yield* tagsOf(...Array.from({ length: 300 }, (_, index) => `t${index}`))
      const server = yield* Layer.build(readModelsOnFile(path, counting("tags")))
      yield* Effect.provideContext(caughtUp, server)
      const command = yield* Layer.build(readModelsOnFile(path, counting("tags")))
      const load = Effect.gen(function* () {
        yield* tagsOf("t1", "t2", "more")
        yield* Effect.provideContext(caughtUp, server)
      })
      const writing = yield* Effect.forkScoped(Effect.forever(load))
      const { verify } = yield* Effect.provideContext(ReadModels, command)
      for (let round = 0; round < 5; round++)
        expect(yield* verify("tags")).toMatchObject({ differences: [], further: 0 })
      yield* Fiber.interrupt(writing)
    }).pipe(Effect.scoped, Effect.provide(memoryWorld)),
  )

  it.effect("that a poison event has stopped compares up to there", () =>
    Effect.gen(function* () {
      yield* tagsOf("a", "bad", "a")
      yield* Effect.flip(caughtUp)
      expect(yield* (yield* ReadModels).verify("tags")).toMatchObject({
        position: "a1",
        rows: 1,
        differences: [],
      })
    }).pipe(Effect.provide(readModelWorld(counting("tags", { fails: (tag) => tag === "bad" })))),
  )

  it.effect(
    "on whose way an event has become poison is given up with its name, and leaves nothing behind",
    () =>
      Effect.gen(function* () {
        const world = { isLate: false }
        yield* Effect.gen(function* () {
          yield* tagsOf("a", "bad")
          yield* caughtUp
          world.isLate = true
          const { message } = yield* Effect.flip((yield* ReadModels).verify("tags"))
          expect(message).toContain(
            'The verification of "tags" was given up at the event "GroupTagChanged" at position a2',
          )
          expect(yield* tablesLike("tags")).toHaveLength(1)
        }).pipe(
          Effect.provide(readModelWorld(counting("tags", { fails: (tag) => world.isLate && tag === "bad" }))),
        )
      }),
  )

  it.effect("that there is not is refused with the names of those that there are", () =>
    Effect.gen(function* () {
      const { message } = yield* Effect.flip((yield* ReadModels).verify("tag"))
      expect(message).toBe('There is no projection "tag". Name one of these: tags.')
    }).pipe(Effect.provide(readModelWorld(counting("tags")))),
  )
})

it.effect("given events that nobody has applied, then they are counted beside the seconds", () =>
  Effect.gen(function* () {
    yield* tagsOf("a", "bad", "a", "b")
    yield* Effect.flip(caughtUp)
    const [status] = yield* (yield* ReadModels).status
    expect(status).toMatchObject({ state: "stopped", position: "a1", lagEvents: 3 })
  }).pipe(Effect.provide(readModelWorld(counting("tags", { fails: (tag) => tag === "bad" })))),
)
