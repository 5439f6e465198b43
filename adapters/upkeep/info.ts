import { statSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import { Effect, Option, Schema, Stream } from "effect"
import { inspect } from "#adapters/sqlite"
import { EventStore, START } from "#workflows/ports"
import type { CheckedFiles } from "./check-files.ts"

const FileInfo = Schema.Struct({
  what: Schema.Literals(["log", "write-ahead file of the log", "keys", "read models"]),
  path: Schema.String,
  bytes: Schema.Int,
})

/** What a store holds. Numbers are null where the store cannot count. */
export const StoreInfo = Schema.Struct({
  /** Tells the log from every other one. */
  identity: Schema.String,
  /** Of the last event; empty in an empty log. */
  position: Schema.String,
  events: Schema.NullOr(Schema.Int),
  streams: Schema.NullOr(Schema.Int),
  /** Events by category of their streams. */
  categories: Schema.NullOr(Schema.Record(Schema.String, Schema.Int)),
  /** When the first event was recorded. */
  since: Schema.NullOr(Schema.String),
  /** People whose names are sealed in the log, and those of them who were erased. */
  people: Schema.NullOr(Schema.Int),
  erased: Schema.NullOr(Schema.Int),
  files: Schema.Array(FileInfo),
})
export type StoreInfo = typeof StoreInfo.Type

const numberIn = (database: DatabaseSync, sql: string): number =>
  Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0)

const countLog = (path: string | null) => {
  if (path === null) return { events: null, streams: null, categories: null }
  const counted = inspect(path, (database) => ({
    // Positions are given without gaps.
    events: numberIn(database, "SELECT max(position) FROM events"),
    streams: numberIn(database, "SELECT count(*) FROM streams"),
    categories: Object.fromEntries(
      database
        .prepare(
          "SELECT name, (SELECT count(*) FROM events WHERE category = categories.id) AS events FROM categories ORDER BY name",
        )
        .all()
        .map(({ events, name }) => [String(name), Number(events)]),
    ),
  }))
  return "reason" in counted ? { events: null, streams: null, categories: null } : counted
}

const countKeys = (path: string | null) => {
  if (path === null) return { people: null, erased: null }
  const counted = inspect(path, (database) => ({
    people: numberIn(database, "SELECT count(*) FROM people"),
    erased: numberIn(database, "SELECT count(*) FROM people WHERE key IS NULL"),
  }))
  return "reason" in counted ? { people: null, erased: null } : counted
}

const filesThere = ({ keys, log, readModels }: CheckedFiles): StoreInfo["files"] => {
  const places = [
    ["log", log],
    ["write-ahead file of the log", log === null ? null : `${log}-wal`],
    ["keys", keys],
    ["read models", readModels],
  ] as const
  return places.flatMap(([what, path]) => {
    const bytes = path === null ? undefined : statSync(path, { throwIfNoEntry: false })?.size
    return path === null || bytes === undefined ? [] : [{ what, path, bytes }]
  })
}

const uncounted = { events: null, streams: null, categories: null, people: null, erased: null }

/**
 * Tells what a store holds.
 *
 * @param files those that the store lies in; null for one that is no file
 */
export const storeInfo = Effect.fn("storeInfo")(function* (files: CheckedFiles | null) {
  const store = yield* EventStore
  const first = yield* Stream.runHead(store.readAll(START))
  const numbers = files === null ? uncounted : { ...countLog(files.log), ...countKeys(files.keys) }
  return StoreInfo.make({
    identity: yield* store.identity,
    position: yield* store.head,
    ...numbers,
    since: Option.getOrNull(first)?.metadata.recordedAt ?? null,
    files: files === null ? [] : filesThere(files),
  })
})
