import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import fc from "fast-check"
import { readModelFile } from "#adapters/readmodels"
import { allProjections } from "#projections/all"
import { ReadModelFile, readModels } from "#projections/runtime"
import { anyLog, type StreamFact } from "../../support/any-facts.ts"
import { memoryWorld } from "../../support/memory-world.ts"
import { caughtUp } from "../../support/read-model-world.ts"
import { record } from "../../support/recorded-facts.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const RUNS = 60

const directory = temporaryDirectory()
let files = 0

const onFile = (path: string) =>
  Layer.fresh(readModels(allProjections)).pipe(
    Layer.provideMerge(Layer.fresh(readModelFile({ path, store: "test" }))),
  )

/** All rows of all tables, in the order of their keys. */
const contents = Effect.gen(function* () {
  const { query } = yield* ReadModelFile
  const tables = allProjections.flatMap(({ tables }) => tables)
  return yield* Effect.forEach(tables, ({ key, name }) =>
    Effect.map(query(`SELECT * FROM ${name} ORDER BY ${key.join(", ")}`, []), (rows) => ({ name, rows })),
  )
})

const recordAll = (facts: ReadonlyArray<StreamFact>) =>
  Effect.forEach(facts, ({ fact, stream }) => record(stream, fact), { discard: true })

it.effect(
  "read models that followed the log, through any number of restarts, equal those built from it at once",
  () =>
    Effect.gen(function* () {
      const live = Effect.fnUntraced(function* (log: ReadonlyArray<ReadonlyArray<StreamFact>>) {
        const path = join(directory, `live-${files++}.sqlite`)
        // Each part meets a process of its own, which ends wherever it happens to be.
        for (const part of log)
          yield* Effect.andThen(recordAll(part), Effect.yieldNow).pipe(Effect.provide(onFile(path)))
        return yield* Effect.andThen(caughtUp, contents).pipe(Effect.provide(onFile(path)))
      })
      const compare = (log: ReadonlyArray<ReadonlyArray<StreamFact>>) =>
        Effect.gen(function* () {
          const followed = yield* live(log)
          const rebuilt = yield* Effect.andThen(caughtUp, contents).pipe(Effect.provide(onFile(":memory:")))
          expect(followed).toEqual(rebuilt)
          return followed.filter(({ rows }) => rows.length > 0).map(({ name }) => name)
        }).pipe(Effect.provide(memoryWorld))
      const filled = new Set<string>()
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(anyLog, async (log) => {
            for (const name of await Effect.runPromise(compare(log))) filled.add(name)
          }),
          { numRuns: RUNS },
        ),
      )
      // The law would hold for empty tables as well: every table has to have had rows in some run.
      const tables = allProjections.flatMap((one) => one.tables.map(({ name }) => name))
      expect([...filled].toSorted()).toEqual(tables.toSorted())
    }),
)
