import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type FileKind, openFile } from "#adapters/sqlite"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const directory = temporaryDirectory()
let files = 0
const aPath = () => join(directory, `file-${files++}.sqlite`)

const KIND: FileKind = {
  name: "notebook",
  applicationId: 7,
  version: 1,
  schema: "CREATE TABLE notes (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
}

const COMMITS = 12
const HEADER = 32
const FRAME = 24 + 4096

/** The files as a crash leaves them: twelve transactions of two rows each, none of them moved out of the write-ahead file. */
const crashed = (() => {
  const path = aPath()
  const opening = openFile(path, KIND)
  if (opening._tag === "Refused") throw new Error(opening.fault.reason)
  const { database } = opening
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
  for (let commit = 0; commit < COMMITS; commit++) {
    database.exec("BEGIN")
    for (const part of [0, 1])
      database.exec(`INSERT INTO notes VALUES (${commit * 2 + part}, '${"x".repeat(3000)}')`)
    database.exec("COMMIT")
  }
  const copy = aPath()
  copyFileSync(path, copy)
  copyFileSync(`${path}-wal`, `${copy}-wal`)
  database.close()
  return copy
})()

const wal = readFileSync(`${crashed}-wal`)

/** The end of each transaction, as a number of bytes of the write-ahead file. */
const ends = Array.from({ length: Math.floor((wal.length - HEADER) / FRAME) }, (_, index) => index)
  .filter((index) => wal.readUInt32BE(HEADER + index * FRAME + 4) !== 0)
  .map((index) => HEADER + (index + 1) * FRAME)

/** A copy of the crashed files, with another write-ahead file. */
const withWriteAhead = (bytes: Uint8Array) => {
  const path = aPath()
  copyFileSync(crashed, path)
  writeFileSync(`${path}-wal`, bytes)
  return path
}

const numbersIn = (path: string): ReadonlyArray<number> => {
  const opening = openFile(path, KIND)
  if (opening._tag === "Refused") throw new Error(opening.fault.reason)
  const rows = opening.database.prepare("SELECT number FROM notes ORDER BY number").all()
  opening.database.exec("INSERT INTO notes VALUES (1000, 'on it goes')")
  opening.database.close()
  return rows.map(({ number }) => Number(number))
}

const firstNumbers = (commits: number) => Array.from({ length: commits * 2 }, (_, number) => number)

const flipped = (bytes: Buffer, place: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(place) ^ 0xff, place)
  return copy
}

describe("a write-ahead file that a crash cut off", () => {
  it("gives every transaction that was whole and nothing of the one that was not, wherever it was cut", () => {
    expect(ends).toHaveLength(COMMITS)
    fc.assert(
      fc.property(fc.nat(wal.length), (length) => {
        const path = withWriteAhead(wal.subarray(0, length))
        expect(numbersIn(path)).toEqual(firstNumbers(ends.filter((end) => end <= length).length))
      }),
      { numRuns: 60, examples: [[0], [31], [32], [wal.length], ...ends.map((end): [number] => [end])] },
    )
  })

  it("gives all that was whole where garbage follows it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3 * FRAME }), (garbage) => {
        expect(numbersIn(withWriteAhead(Buffer.concat([wal, garbage])))).toEqual(firstNumbers(COMMITS))
      }),
      { numRuns: 30 },
    )
  })

  it("gives all but the last transaction where a bit of that one is wrong: it may not have been acknowledged", () => {
    const path = withWriteAhead(flipped(wal, (ends.at(-2) ?? 0) + 2000))
    expect(numbersIn(path)).toEqual(firstNumbers(COMMITS - 1))
  })
})

describe("a write-ahead file that is damaged where later transactions follow", () => {
  it("is refused with the frame, instead of dropping what was acknowledged", () => {
    const path = withWriteAhead(flipped(wal, HEADER + FRAME + 300))
    const opening = openFile(path, KIND)
    expect(opening).toMatchObject({
      fault: {
        reason: `Its write-ahead file "${path}-wal" is damaged (frame 2 of ${(wal.length - HEADER) / FRAME}): what was written after that place would be lost.`,
        remedy: "Keep a copy of both files as they are, and go on from a backup.",
      },
    })
    expect(readFileSync(`${path}-wal`).equals(flipped(wal, HEADER + FRAME + 300))).toBe(true)
    // What SQLite itself does with it, without a word.
    const silent = new DatabaseSync(path)
    expect(silent.prepare("SELECT count(*) AS notes FROM notes").get()).toEqual({ notes: 0 })
    silent.close()
  })

  it("is refused wherever the wrong byte is, if two whole transactions follow", () => {
    const last = (ends.at(-4) ?? 0) - 1
    fc.assert(
      fc.property(fc.integer({ min: HEADER, max: last }), (place) => {
        expect(openFile(withWriteAhead(flipped(wal, place)), KIND)._tag).toBe("Refused")
      }),
      { numRuns: 15 },
    )
  })
})

describe("a write-ahead file whose header is damaged", () => {
  it("is refused where it still belongs to what follows", () => {
    // The number of the round, which nothing but the header's checksum covers.
    const opening = openFile(withWriteAhead(flipped(wal, 12)), KIND)
    expect(opening).toMatchObject({ fault: { reason: expect.stringContaining("is damaged (frame 1 of") } })
  })
})

describe("a write-ahead file that was begun anew", () => {
  it("is read past what an earlier round left in it", () => {
    const path = aPath()
    const opening = openFile(path, KIND)
    if (opening._tag === "Refused") throw new Error(opening.fault.reason)
    const { database } = opening
    for (let number = 0; number < 40; number++)
      database.exec(`INSERT INTO notes VALUES (${number}, '${"x".repeat(3000)}')`)
    database.exec("PRAGMA wal_checkpoint(RESTART)")
    database.exec("INSERT INTO notes VALUES (40, 'anew')")
    const copy = aPath()
    copyFileSync(path, copy)
    copyFileSync(`${path}-wal`, `${copy}-wal`)
    database.close()
    expect(statSync(`${copy}-wal`).size).toBeGreaterThan(20 * FRAME)
    expect(numbersIn(copy)).toHaveLength(41)
  })

  it("is looked at while another process writes it, and taken for damaged at no time", () => {
    const path = aPath()
    const opening = openFile(path, KIND)
    if (opening._tag === "Refused") throw new Error(opening.fault.reason)
    for (let number = 0; number < 30; number++) {
      opening.database.exec(`INSERT INTO notes VALUES (${number}, '${"x".repeat(3000)}')`)
      const other = openFile(path, KIND)
      expect(other._tag).toBe("Opened")
      if (other._tag === "Opened") other.database.close()
    }
    opening.database.close()
  })
})

describe("a write-ahead file whose database is gone", () => {
  it.each(["missing", "empty"])("is kept, and the %s file is refused", (how) => {
    const path = withWriteAhead(wal)
    if (how === "missing") rmSync(path)
    else truncateSync(path, 0)
    expect(openFile(path, KIND)).toMatchObject({
      fault: {
        reason: `The file is missing or empty, but its write-ahead file "${path}-wal" is there.`,
        remedy: "Put the file back beside it, or move the write-ahead file away to begin anew.",
      },
    })
    copyFileSync(crashed, path)
    expect(numbersIn(path)).toEqual(firstNumbers(COMMITS))
  })
})
