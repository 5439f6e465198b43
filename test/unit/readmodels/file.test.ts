import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { readModelFile } from "#adapters/readmodels"
import { type Advance, ReadModelFile, type Standing, table } from "#projections/runtime"
import { counting } from "../../support/counting.ts"
import { BATCH, rowsProjection } from "../../support/feeding-process.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const freshPath = () => join(directory, `file-${files++}.sqlite`)

const onFile = (path: string, store = "test") => Layer.fresh(readModelFile({ path, store }))

const opening = (path: string, store?: string) =>
  Effect.flip(Effect.provide(Effect.void, onFile(path, store))).pipe(Effect.map(({ message }) => message))

describe("a file that is not the store's is refused, and says why:", () => {
  it.effect("one of another store", () =>
    Effect.gen(function* () {
      const path = freshPath()
      yield* Effect.provide(Effect.void, onFile(path, "store one"))
      expect(yield* opening(path, "store two")).toBe(
        `The read-model file "${path}" belongs to the store "store one", but the store is "store two". ` +
          "Choose another data directory for this store, or delete the file: it is built anew from the log.",
      )
      yield* Effect.provide(Effect.void, onFile(path, "store one"))
    }),
  )

  it.effect("one that is no database, or another program's", () =>
    Effect.gen(function* () {
      const text = freshPath()
      writeFileSync(text, "Device Serial Number,Windows Product ID,Hardware Hash\n".repeat(100))
      expect(yield* opening(text)).toContain("The file is no SQLite database.")
      const foreign = freshPath()
      new DatabaseSync(foreign).exec("CREATE TABLE songs (title TEXT)")
      expect(yield* opening(foreign)).toContain("It is an SQLite file, but no read-model file of Flightlog")
    }),
  )

  it.effect("one in a directory that is not there", () =>
    Effect.gen(function* () {
      expect(yield* opening(join(directory, "no", "such", "file.sqlite"))).toContain("does not exist")
    }),
  )
})

const tags = table("tags", { tag: "text", count: "integer" }, ["tag"])

const advanceOf = (standing: Standing, ...writes: Advance["steps"][number]["writes"]): Advance => ({
  standing,
  steps: [{ position: "a1", type: "GroupTagChanged", writes }],
  to: "a1",
  state: "live",
  poison: null,
})

const contents = Effect.gen(function* () {
  const { query, standings } = yield* ReadModelFile
  const rows = yield* query("SELECT tag FROM tags ORDER BY tag", [])
  return [rows.map(({ tag }) => tag), (yield* standings).map(({ position }) => position)]
})

describe.each([{ path: ":memory:" }, { path: join(directory, "contract.sqlite") }])(
  "the file $path",
  ({ path }) => {
    const fresh = () => (path === ":memory:" ? path : freshPath())

    it.effect("cannot be written through a query", () =>
      Effect.gen(function* () {
        const { install, query } = yield* ReadModelFile
        yield* install(counting("tags"))
        const refused = yield* Effect.flip(query("INSERT INTO flightlog_store VALUES ('x')", []))
        expect(refused.message).toContain("attempt to write a readonly database")
        expect(yield* query("SELECT id FROM flightlog_store", [])).toHaveLength(1)
      }).pipe(Effect.provide(onFile(fresh()))),
    )

    it.effect("keeps nothing of a batch that breaks off in the middle", () =>
      Effect.gen(function* () {
        const { commit, install } = yield* ReadModelFile
        const standing = yield* install(counting("tags"))
        const breaking = {
          sql: "INSERT INTO {tags} VALUES (?, ?)",
          get parameters(): never {
            throw new Error("the power went out")
          },
        }
        const broken = advanceOf(standing, tags.put({ tag: "a", count: 1 }), breaking)
        expect((yield* Effect.flip(commit([broken]))).message).toContain("the power went out")
        expect(yield* contents).toEqual([[], [""]])
        expect(yield* commit([advanceOf(standing, tags.put({ tag: "a", count: 1 }))])).toMatchObject({
          _tag: "Committed",
        })
        expect(yield* contents).toEqual([["a"], ["a1"]])
      }).pipe(Effect.provide(onFile(fresh()))),
    )

    it.effect("keeps nothing of a batch that begins where the projection stands no more", () =>
      Effect.gen(function* () {
        const { commit, install } = yield* ReadModelFile
        const standing = yield* install(counting("tags"))
        const other = yield* install(counting("others"))
        yield* commit([advanceOf(standing, tags.put({ tag: "a", count: 1 }))])
        const late = [advanceOf(other), advanceOf(standing, tags.put({ tag: "b", count: 1 }))]
        expect(yield* commit(late)).toEqual({ _tag: "Overtaken" })
        expect(yield* contents).toEqual([["a"], ["", "a1"]])
      }).pipe(Effect.provide(onFile(fresh()))),
    )

    it.effect("holds tables as they were for comparing, whatever is fed meanwhile", () =>
      Effect.gen(function* () {
        const { begin, commit, hold, install } = yield* ReadModelFile
        const projection = counting("tags")
        expect(yield* hold(projection)).toBeNull()
        const put = (tag: string) => tags.put({ tag, count: 1 })
        yield* commit([advanceOf(yield* install(projection), put("a"))])
        const rebuilt = yield* begin(projection)
        yield* commit([advanceOf(rebuilt, put("a"))])
        const held = yield* hold(projection)
        yield* commit([{ ...advanceOf(held?.standing ?? rebuilt, put("b")), to: "a2" }])
        expect([held?.standing.position, ...(held?.compare(rebuilt) ?? [])]).toEqual(["a1", null])
        const [, later] = [...((yield* hold(projection))?.compare(rebuilt) ?? [])]
        expect(later).toMatchObject({ key: { tag: "b" }, rebuilt: null })
      }).pipe(Effect.scoped, Effect.provide(onFile(fresh()))),
    )

    it.effect("reads the tables of another version until the new ones beside them have caught up", () =>
      Effect.gen(function* () {
        const { commit, install, standings } = yield* ReadModelFile
        const first = yield* install(counting("tags"))
        yield* commit([advanceOf(first, tags.put({ tag: "old", count: 1 }))])
        const [old] = yield* standings
        const next = yield* install(counting("tags", { version: 2 }))
        expect([next.isRead, next.position]).toEqual([false, ""])
        const behind = {
          ...advanceOf(next, tags.put({ tag: "new", count: 1 })),
          state: "catching up",
        } as const
        const committed = yield* commit([behind])
        expect(yield* contents).toEqual([["old"], ["a1", "a1"]])
        // A process that begins again goes on with the tables that are half built.
        const again = yield* install(counting("tags", { version: 2 }))
        expect([again.generation, again.position]).toEqual([next.generation, "a1"])
        expect(committed._tag).toBe("Committed")
        yield* commit([{ ...advanceOf(again), to: "a2" }])
        expect(yield* contents).toEqual([["new"], ["a2"]])
        expect(yield* commit([advanceOf(old ?? first)])).toEqual({ _tag: "Overtaken" })
      }).pipe(Effect.provide(onFile(fresh()))),
    )

    it.effect("gives up the tables of a new version when the one that is read comes back", () =>
      Effect.gen(function* () {
        const { commit, install, standings } = yield* ReadModelFile
        yield* install(counting("tags"))
        const next = yield* install(counting("tags", { version: 2 }))
        yield* install(counting("tags"))
        expect((yield* standings).map(({ version }) => version)).toEqual([1])
        expect(yield* commit([advanceOf(next)])).toEqual({ _tag: "Overtaken" })
      }).pipe(Effect.provide(onFile(fresh()))),
    )
  },
)

it.effect(
  "given tables built beside those that are read, then they are read once they are as far, and not before",
  () =>
    Effect.gen(function* () {
      const { begin, commit, install, promote } = yield* ReadModelFile
      const projection = counting("tags")
      const put = (tag: string) => tags.put({ tag, count: 1 })
      const forward = Effect.fnUntraced(function* (standing: Standing, to: string, tag: string) {
        const committed = yield* commit([{ ...advanceOf(standing, put(tag)), to }])
        return committed._tag === "Committed" ? (committed.standings[0] ?? standing) : standing
      })
      const read = yield* forward(yield* install(projection), "a2", "old")
      const beside = yield* forward(yield* begin(projection), "a1", "new")
      expect(yield* promote(projection, beside)).toBe("behind")
      expect(yield* contents).toEqual([["old"], ["a2"]])
      const asFar = yield* forward(beside, "a2", "newer")
      expect(yield* promote(projection, asFar)).toBe("promoted")
      expect(yield* contents).toEqual([["new", "newer"], ["a2"]])
      expect(yield* commit([advanceOf(read, put("late"))])).toEqual({ _tag: "Overtaken" })
      expect(yield* promote(projection, read)).toBe("gone")
    }).pipe(Effect.provide(onFile(":memory:"))),
)

/** Feeds a file in a process of its own and kills it in the middle of its work. */
const feedAndKill = async (path: string, millis: number) => {
  const script = join(import.meta.dirname, "../../support/feeding-process.ts")
  const feeding = spawn(process.execPath, [script, path], { stdio: ["ignore", "pipe", "inherit"] })
  await once(feeding.stdout, "data")
  await new Promise((resume) => setTimeout(resume, millis))
  feeding.kill("SIGKILL")
  await once(feeding, "exit")
}

it.live(
  "given a feeding process that is killed, then each batch is there with its checkpoint, or not at all",
  () =>
    Effect.gen(function* () {
      const path = freshPath()
      for (const millis of [7, 23, 61]) {
        yield* Effect.promise(() => feedAndKill(path, millis))
        const [rows, standing] = yield* Effect.gen(function* () {
          const { install, query } = yield* ReadModelFile
          return [
            yield* query("SELECT count(*) AS count FROM rows", []),
            yield* install(rowsProjection),
          ] as const
        }).pipe(Effect.provide(onFile(path)))
        expect(Number(standing.position)).toBeGreaterThan(0)
        expect(rows).toEqual([{ count: Number(standing.position) * BATCH }])
      }
    }),
)
