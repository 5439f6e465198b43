import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { type FileKind, openFile } from "#adapters/sqlite"
import { EVENT_LOG } from "../../../adapters/eventstore/embedded/schema.ts"
import { KEY_FILE } from "../../../adapters/keys/schema.ts"
import { migrate } from "../../../adapters/sqlite/migrate.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const aPath = () => join(directory, `file-${files++}.sqlite`)

const FIRST: FileKind = {
  name: "notebook",
  applicationId: 7,
  version: 1,
  schema: "CREATE TABLE notes (text TEXT NOT NULL) STRICT",
}

/** Two versions later: a column for the length, and the texts in capitals. */
const THIRD: FileKind = {
  ...FIRST,
  version: 3,
  schema: "CREATE TABLE notes (text TEXT NOT NULL, length INTEGER NOT NULL DEFAULT 0) STRICT",
  migrations: {
    1: (database) => {
      database.exec("ALTER TABLE notes ADD COLUMN length INTEGER NOT NULL DEFAULT 0")
      database.exec("UPDATE notes SET length = length(text)")
    },
    2: (database) => database.exec("UPDATE notes SET text = upper(text)"),
  },
}

const opened = (path: string, kind: FileKind): DatabaseSync => {
  const opening = openFile(path, kind)
  if (opening._tag === "Refused") throw new Error(opening.fault.reason)
  return opening.database
}

const refusal = (path: string, kind: FileKind) => {
  const opening = openFile(path, kind)
  if (opening._tag === "Opened") throw new Error("It was opened.")
  return opening.fault
}

/** A file as the first version left it. */
const anOlderFile = () => {
  const path = aPath()
  const database = opened(path, FIRST)
  database.exec("INSERT INTO notes VALUES ('one'), ('three')")
  database.close()
  return path
}

const notesIn = (database: DatabaseSync) => database.prepare("SELECT * FROM notes").all()

describe("a file of an older version", () => {
  it("is brought up to date step by step, with all that it holds", () => {
    const path = anOlderFile()
    const database = opened(path, THIRD)
    expect(notesIn(database)).toEqual([
      { text: "ONE", length: 3 },
      { text: "THREE", length: 5 },
    ])
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 3 })
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" })
    database.close()
    expect(refusal(path, FIRST).reason).toBe("A newer Flightlog wrote it (schema 3; this one knows 1).")
  })

  it("is left as it was where a step fails, and the next start tries again", () => {
    const path = anOlderFile()
    const before = readFileSync(path)
    const failing: FileKind = {
      ...THIRD,
      migrations: {
        ...THIRD.migrations,
        2: (database) => {
          database.exec("DELETE FROM notes")
          throw new Error("power went")
        },
      },
    }
    expect(refusal(path, failing)).toMatchObject({
      reason: "An older Flightlog wrote it (schema 1), and it could not be brought to schema 3: power went.",
      remedy: "The file is as it was. If trying again does not help, report it.",
    })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(notesIn(opened(path, THIRD))).toHaveLength(2)
  })

  it("is refused while another process has it open, which would go on writing what it knows", () => {
    const path = anOlderFile()
    const other = opened(path, FIRST)
    expect(notesIn(other)).toHaveLength(2)
    expect(migrate(path, THIRD, 1, 20)).toMatchObject({
      reason:
        "An older Flightlog wrote it (schema 1), and while another process has it open it cannot be brought to schema 3.",
      remedy: "Stop every other process that uses the file, then start this one again.",
    })
    other.exec("INSERT INTO notes VALUES ('five')")
    other.close()
    expect(notesIn(opened(path, THIRD))).toHaveLength(3)
  })

  it("is refused, untouched, where a step from it is missing", () => {
    const path = anOlderFile()
    const before = readFileSync(path)
    const { 2: second } = THIRD.migrations ?? {}
    const gapped: FileKind = { ...THIRD, migrations: second === undefined ? {} : { 2: second } }
    expect(refusal(path, gapped).reason).toBe("An older Flightlog wrote it (schema 1; this one needs 3).")
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it("is brought up to date once, where another process was quicker", () => {
    const path = anOlderFile()
    opened(path, THIRD).close()
    expect(migrate(path, THIRD, 1)).toBe(undefined)
    expect(notesIn(opened(path, THIRD))).toContainEqual({ text: "ONE", length: 3 })
  })
})

/** The versions from which no step leads on. */
const deadEnds = ({ migrations, version }: FileKind): ReadonlyArray<number> =>
  Array.from({ length: version - 1 }, (_, index) => index + 1).filter(
    (from) => migrations?.[from] === undefined,
  )

describe("the files of Flightlog", () => {
  it.each([EVENT_LOG, KEY_FILE])("of every older version can be brought up to date: $name", (kind) => {
    expect(deadEnds(kind)).toEqual([])
    expect(deadEnds({ ...kind, version: kind.version + 1 })).toEqual([kind.version])
  })
})
