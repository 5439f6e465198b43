import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import type { AppendOrder } from "#adapters/eventstore/thread"
import { openFile } from "#adapters/sqlite"
import { writeTo } from "../../../adapters/eventstore/embedded/log-file.ts"
import { openReader } from "../../../adapters/eventstore/embedded/reader.ts"
import { EVENT_LOG } from "../../../adapters/eventstore/embedded/schema.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0

const aLog = () => {
  const path = join(directory, `log-${files++}.sqlite`)
  const opening = openFile(path, EVENT_LOG)
  if (opening._tag === "Refused") throw new Error(opening.fault.reason)
  const { database } = opening
  return { path, database, ...writeTo(database), reader: openReader(path) }
}

let tickets = 0
const anOrder = (stream: string, expected = -1, payload = "{}"): AppendOrder => {
  tickets += 1
  return {
    ticket: tickets,
    stream,
    expected,
    events: [{ id: `id-${tickets}`, type: "T", payload, metadata: "{}" }],
  }
}

/** Larger than what a log limited by `limit` has room for. */
const large = JSON.stringify("x".repeat(200_000))

/** A disk that is full after so many more bytes, as far as this connection goes. */
const limit = (database: DatabaseSync, bytes: number) => {
  const pages = Number(database.prepare("PRAGMA page_count").get()?.page_count)
  database.exec(`PRAGMA max_page_count = ${pages + Math.ceil(bytes / 4096)}`)
}

const outcomes = (answers: ReturnType<ReturnType<typeof aLog>["commit"]>) =>
  answers.map(({ outcome }) =>
    outcome._tag === "Failed" ? `${outcome._tag} ${outcome.outcome}` : outcome._tag,
  )

describe("a group of appends", () => {
  it("is one transaction in which each is judged against those before it", () => {
    const { commit, reader } = aLog()
    const before = reader.dataVersion()
    const answers = commit([
      anOrder("device-1"),
      anOrder("device-1"),
      anOrder("device-1", 0),
      anOrder("device-2", 5),
      anOrder("device-2"),
    ])
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      { _tag: "Appended", revision: 0, place: 1 },
      { _tag: "Conflict", last: 0 },
      { _tag: "Appended", revision: 1, place: 2 },
      { _tag: "Conflict", last: -1 },
      { _tag: "Appended", revision: 0, place: 3 },
    ])
    expect(reader.dataVersion()).toBe(before + 1)
  })

  it("has no gap in its positions where an append conflicted or failed", () => {
    const { commit, database, reader } = aLog()
    limit(database, 100_000)
    commit([anOrder("device-1"), anOrder("device-2", -1, large), anOrder("device-3", 4), anOrder("device-4")])
    database.exec("PRAGMA max_page_count = 1000000")
    commit([anOrder("device-5")])
    const { events } = reader.page({ after: 0, until: reader.end(), filter: undefined })
    expect(events.map(({ stream, position }) => [stream, position])).toEqual([
      ["device-1", "a1"],
      ["device-4", "a2"],
      ["device-5", "a3"],
    ])
  })
})

describe("a full disk", () => {
  it("fails the append that does not fit, as not done, and leaves the others of its group alone", () => {
    const { commit, database, reader } = aLog()
    limit(database, 100_000)
    const answers = commit([anOrder("device-1"), anOrder("device-2", -1, large), anOrder("device-3")])
    expect(outcomes(answers)).toEqual(["Appended", "Failed not-done", "Appended"])
    expect(answers[1]?.outcome).toMatchObject({
      reason: "The disk is full. (SQLite: database or disk is full.)",
      remedy: "Free some space, then try again; no restart is needed.",
    })
    expect(reader.end()).toBe(2)
    expect(reader.readLast("device-2")).toBe(undefined)
  })

  it("takes appends again on the same connection once there is room", () => {
    const { commit, database, reader } = aLog()
    commit([anOrder("device-1")])
    limit(database, 0)
    const order = anOrder("device-1", 0, large)
    expect(outcomes(commit([order]))).toEqual(["Failed not-done"])
    expect(reader.read("device-1", 0, -1)).toHaveLength(1)
    database.exec("PRAGMA max_page_count = 1000000")
    expect(outcomes(commit([order]))).toEqual(["Appended"])
    expect(reader.read("device-1", 0, -1)).toHaveLength(2)
  })
})

describe("a commit that the disk answers with an error", () => {
  it("has an unknown outcome for the whole group, and the next one is taken", () => {
    const { database, reader } = aLog()
    let isBroken = true
    // The extended code SQLITE_IOERR_FSYNC, as node:sqlite puts it on its errors.
    const failure = Object.assign(new Error("disk I/O error"), { code: "ERR_SQLITE_ERROR", errcode: 1034 })
    const prepare = (sql: string) => {
      const statement = database.prepare(sql)
      const run = () => {
        if (isBroken) throw failure
        return statement.run()
      }
      return sql === "COMMIT" ? ({ run } as unknown as typeof statement) : statement
    }
    const { commit } = writeTo(
      new Proxy(database, {
        get: (target, name: keyof DatabaseSync) => {
          if (name === "prepare") return prepare
          const value = target[name]
          return typeof value === "function" ? value.bind(target) : value
        },
      }),
    )
    const group = [anOrder("device-1"), anOrder("device-2")]
    const answers = commit(group)
    expect(outcomes(answers)).toEqual(["Failed unknown", "Failed unknown"])
    expect(answers[0]?.outcome).toMatchObject({
      reason: expect.stringContaining("The disk reported an error"),
    })
    isBroken = false
    expect(outcomes(commit(group))).toEqual(["Appended", "Appended"])
    expect(reader.end()).toBe(2)
  })
})

describe("a file that another process keeps locked", () => {
  it("fails appends as not done, and takes them when the lock is gone", () => {
    const { commit, database, path } = aLog()
    database.exec("PRAGMA busy_timeout = 20")
    const other = new DatabaseSync(path)
    other.exec("BEGIN IMMEDIATE")
    const group = [anOrder("device-1"), anOrder("device-2")]
    const answers = commit(group)
    expect(outcomes(answers)).toEqual(["Failed not-done", "Failed not-done"])
    expect(answers[0]?.outcome).toMatchObject({ reason: expect.stringContaining("kept the file locked") })
    other.exec("ROLLBACK")
    expect(outcomes(commit(group))).toEqual(["Appended", "Appended"])
  })
})

describe("the log itself", () => {
  it("refuses to change or delete an event, whoever asks", () => {
    const { commit, path } = aLog()
    commit([anOrder("device-1")])
    const other = new DatabaseSync(path)
    expect(() => other.exec("DELETE FROM events")).toThrow("events are never deleted")
    expect(() => other.exec("UPDATE events SET type = 'Other'")).toThrow("events are never changed")
  })

  it("is synced at each commit and kept in write-ahead mode", () => {
    const { database } = aLog()
    expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 })
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" })
  })
})

describe("a reader", () => {
  it("leaves no read transaction behind when a page ends before its stretch, so that the write-ahead file can be emptied", () => {
    const { commit, reader, database } = aLog()
    commit(Array.from({ length: 600 }, (_, n) => anOrder(`device-${n}`)))
    for (const filter of [undefined, { categories: ["device"] }])
      expect(reader.page({ after: 0, until: 600, filter })).toMatchObject({ next: 256 })
    commit([anOrder("device-x")])
    expect(database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toMatchObject({ busy: 0, log: 0 })
  })

  it("ends a page early where its events are large", () => {
    const { commit, reader } = aLog()
    const million = JSON.stringify("x".repeat(1_000_000))
    commit(Array.from({ length: 9 }, (_, n) => anOrder(`device-${n}`, -1, million)))
    expect(reader.page({ after: 0, until: 9, filter: undefined }).events).toHaveLength(4)
    expect(reader.page({ after: 4, until: 9, filter: { categories: ["device"] } })).toMatchObject({ next: 8 })
  })

  it("names the event whose text is damaged, and reads those before it", () => {
    const { commit, reader } = aLog()
    commit([
      ...Array.from({ length: 300 }, (_, n) => anOrder(`device-${n}`)),
      anOrder("device-bad", -1, '{"da'),
    ])
    expect(reader.page({ after: 0, until: 301, filter: undefined }).events).toHaveLength(256)
    expect(() => reader.page({ after: 256, until: 301, filter: undefined })).toThrow(
      'the payload of an event (stream "device-bad", revision 0, position c301) is no JSON',
    )
  })
})
