import { DatabaseSync } from "node:sqlite"
import { Effect, Layer, Stream } from "effect"
import { logAndKeysOn } from "#adapters/config"
import { readModelFile } from "#adapters/readmodels"
import { allProjections } from "#projections/all"
import { ReadModelFile } from "#projections/runtime"
import { EventStore, START } from "#workflows/ports"
import type { Fed } from "../../projections/runtime/advance.ts"
import { feedItem } from "../../projections/runtime/feed.ts"

const sqlOf = (name: string, key: ReadonlyArray<string>): string =>
  `SELECT * FROM "${name}" ORDER BY ${key.map((column) => `"${column}"`).join(", ")}`

/** Folds a log from its beginning into tables in memory, as a rebuild does. */
const rebuilt = (log: string) => {
  const program = Effect.gen(function* () {
    const store = yield* EventStore
    const file = yield* ReadModelFile
    let fed: ReadonlyArray<Fed> = []
    for (const projection of allProjections)
      fed = [...fed, { projection, standing: yield* file.install(projection) }]
    yield* Stream.runForEach(Stream.chunks(store.readAll(START)), (events) =>
      Effect.map(feedItem(fed, { _tag: "Events", events }), (next) => {
        fed = next
      }),
    )
    const tables = new Map<string, string>()
    for (const { tables: layouts } of allProjections)
      for (const { key, name } of layouts)
        tables.set(name, JSON.stringify(yield* file.query(sqlOf(name, key), [])))
    return { tables, head: yield* store.head }
  })
  const world = Layer.mergeAll(
    logAndKeysOn({ kind: "sqlite", path: log }),
    readModelFile({ path: ":memory:", store: "fold" }),
  )
  return Effect.runPromise(Effect.provide(program, world))
}

const positionsIn = (file: DatabaseSync): ReadonlyArray<unknown> =>
  file
    .prepare("SELECT position FROM flightlog_projections WHERE active = 1")
    .all()
    .map(({ position }) => position)

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

/** Whether the read models of a running server come to stand at a position. */
const comeTo = async (readModels: string, head: string): Promise<boolean> => {
  for (const end = Date.now() + 5_000; Date.now() < end; await pause(20)) {
    const file = new DatabaseSync(readModels, { readOnly: true, timeout: 5000 })
    try {
      if (positionsIn(file).every((position) => position === head)) return true
    } finally {
      file.close()
    }
  }
  return false
}

const TRIES = 12

/** A rebuild of a log that has come to rest, or null where it does not. */
const rebuiltAtRest = async (log: string, readModels: string) => {
  for (let tries = 0; tries < TRIES; tries++) {
    const { head, tables } = await rebuilt(log)
    // What follows by itself may have been appended meanwhile.
    if (await comeTo(readModels, head)) return tables
  }
  return null
}

/** The tables of a running server that are not what a rebuild of its log makes them. */
export const tablesThatDiffer = async (log: string): Promise<ReadonlyArray<string>> => {
  const readModels = log.replace(/\.sqlite$/, "-read-models.sqlite")
  const tables = await rebuiltAtRest(log, readModels)
  if (tables === null) return ["the read models do not reach the end of the log"]
  const file = new DatabaseSync(readModels, { readOnly: true, timeout: 5000 })
  try {
    return allProjections.flatMap(({ tables: layouts }) =>
      layouts
        .filter(({ key, name }) => JSON.stringify(file.prepare(sqlOf(name, key)).all()) !== tables.get(name))
        .map(({ name }) => `the table "${name}" is not what the log says`),
    )
  } finally {
    file.close()
  }
}
