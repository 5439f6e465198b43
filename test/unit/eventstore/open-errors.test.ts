import { spawnSync } from "node:child_process"
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()

const refusalOf = (path: string) =>
  Effect.map(
    Effect.flip(Effect.scoped(Layer.build(embeddedEventStore(path)))),
    ({ _tag, outcome, message }) => {
      expect({ _tag, outcome }).toEqual({ _tag: "EventStoreFailure", outcome: "not-done" })
      return message
    },
  )

const aDatabase = (name: string, sql: string) => {
  const path = join(directory, name)
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
  return path
}

const refused = (path: string, why: string) => `The event store could not open "${path}": ${why}`

describe("a file that is no event log is refused, untouched", () => {
  it.live("a database of another program", () =>
    Effect.gen(function* () {
      const path = aDatabase("other.sqlite", "PRAGMA application_id = 42; CREATE TABLE notes (text)")
      const before = readFileSync(path)
      expect(yield* refusalOf(path)).toBe(
        refused(
          path,
          "It is an SQLite file, but no event log of Flightlog (application id 42, expected 1179414375). " +
            "Give the path of another file, or of one that does not exist yet.",
        ),
      )
      expect(readFileSync(path).equals(before)).toBe(true)
    }),
  )

  it.live("a database with tables and no application id", () =>
    Effect.gen(function* () {
      const path = aDatabase("plain.sqlite", "CREATE TABLE notes (text)")
      expect(yield* refusalOf(path)).toContain("no event log of Flightlog (application id 0,")
    }),
  )

  it.live("a file that is no database", () =>
    Effect.gen(function* () {
      const path = join(directory, "text.sqlite")
      writeFileSync(path, "Device Serial Number,Windows Product ID,Hardware Hash\r\n".repeat(100))
      expect(yield* refusalOf(path)).toBe(
        refused(
          path,
          "The file is no SQLite database. (SQLite: file is not a database.) " +
            "Give the path of a file that Flightlog made, or of one that does not exist yet.",
        ),
      )
      expect(readFileSync(path, "utf8")).toMatch(/^Device Serial/)
    }),
  )

  it.live("a log of a newer Flightlog", () =>
    Effect.gen(function* () {
      const path = aDatabase(
        "newer.sqlite",
        "PRAGMA application_id = 1179414375; PRAGMA user_version = 2; CREATE TABLE events (text)",
      )
      expect(yield* refusalOf(path)).toBe(
        refused(
          path,
          "A newer Flightlog wrote it (schema 2; this one knows 1). Use that Flightlog or a later one.",
        ),
      )
    }),
  )

  it.live("a log of an older Flightlog", () =>
    Effect.gen(function* () {
      const path = aDatabase("older.sqlite", "PRAGMA application_id = 1179414375; CREATE TABLE events (text)")
      expect(yield* refusalOf(path)).toBe(
        refused(
          path,
          "An older Flightlog wrote it (schema 0; this one needs 1). Use the Flightlog that wrote it.",
        ),
      )
    }),
  )
})

describe("a place that cannot hold a log is named", () => {
  it.live("a directory that is missing together with the one above it", () =>
    Effect.gen(function* () {
      const path = join(directory, "no", "such", "log.sqlite")
      expect(yield* refusalOf(path)).toBe(
        refused(
          path,
          `Its directory "${join(directory, "no", "such")}" does not exist, nor does the one above it. ` +
            "Create the directory, or correct the path.",
        ),
      )
    }),
  )

  it.live("a directory in the file's place", () =>
    Effect.gen(function* () {
      expect(yield* refusalOf(directory)).toBe(
        refused(directory, "It is a directory. Give the path of a file in it."),
      )
    }),
  )

  it.live("a file in the directory's place", () =>
    Effect.gen(function* () {
      const file = join(directory, "a-file")
      writeFileSync(file, "")
      const path = join(file, "log.sqlite")
      expect(yield* refusalOf(path)).toBe(refused(path, `"${file}" is no directory. Correct the path.`))
    }),
  )

  it("a directory that may not be written", () => {
    const place = join(directory, "read-only")
    mkdirSync(place)
    const path = join(place, "log.sqlite")
    // Root may write anywhere, so the file is opened by a process of another user.
    const isRoot = process.getuid?.() === 0
    chmodSync(directory, 0o755)
    if (isRoot) chownSync(place, 65534, 65534)
    chmodSync(place, 0o555)
    const face = join(import.meta.dirname, "../../../adapters/sqlite/index.ts")
    const kind = { name: "event log", applicationId: 1, version: 1, schema: "CREATE TABLE t (a)" }
    const code = `import { openFile } from ${JSON.stringify(face)}
      console.log(JSON.stringify(openFile(${JSON.stringify(path)}, ${JSON.stringify(kind)}).fault))`
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      encoding: "utf8",
      ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
    })
    chmodSync(place, 0o755)
    expect(JSON.parse(stdout || `"${stderr}"`)).toEqual({
      code: 0,
      reason: "The file or its directory may not be written (EACCES).",
      remedy: "Give the user that runs Flightlog the right to write both, or choose another path.",
    })
  })
})
