import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const CSV = new URL("../../data/csv/AutopilotHWID.csv", import.meta.url).pathname
const directory = temporaryDirectory()
let stores = 0
const aPath = () => join(directory, `store-${stores++}.sqlite`)

const on =
  (path: string) =>
  (...args: ReadonlyArray<string>) =>
    commandLine(args, { store: `sqlite:${path}` })

/** A store with an organisation and three devices. */
const aStore = Effect.gen(function* () {
  const path = aPath()
  const shell = on(path)
  yield* shell("tenant", "create", "Contoso", "--domain", "contoso.com")
  yield* shell("import", CSV)
  return { path, shell }
})

const json = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout)

const PAGE = 4096

/** Overwrites the first page of data that holds a text. */
const overwrite = (path: string, text: string) => {
  const at = readFileSync(path).indexOf(text, PAGE)
  assert.isAbove(at, 0)
  const file = openSync(path, "r+")
  writeSync(file, Buffer.alloc(PAGE, 0xff), 0, PAGE, Math.floor(at / PAGE) * PAGE)
  closeSync(file)
}

describe("looking after a store", () => {
  it.effect("tells what it holds, with the files that belong to it", () =>
    Effect.gen(function* () {
      const { path, shell } = yield* aStore
      const info = json(yield* shell("store", "info", "--json"))
      assert.deepInclude(info, { position: `b${info.events}`, erased: 0 })
      assert.isAbove(info.categories.device, 0)
      assert.deepStrictEqual(
        info.files
          .filter(({ what }: { what: string }) => what !== "write-ahead file of the log")
          .map((file: { what: string; path: string }) => [file.what, file.path]),
        [
          ["log", path],
          ["keys", path.replace(".sqlite", "-keys.sqlite")],
          ["read models", path.replace(".sqlite", "-read-models.sqlite")],
        ],
      )
      const { stdout } = yield* shell("store", "info")
      assert.match(stdout, /^Store +sqlite:.*\nIdentity +[0-9a-f]{32}\nLast position +b\d\d\nEvents +\d\d\n/)
      assert.match(stdout, /People +1, of whom 0 were erased/)
    }),
  )

  it.effect("checks it from its files to its histories, and finds a sound one sound", () =>
    Effect.gen(function* () {
      const { shell } = yield* aStore
      const sound = yield* shell("store", "check")
      assert.deepStrictEqual([sound.exit, sound.stdout], [0, ""])
      assert.match(
        sound.stderr,
        /^Checked \d\d events in \d\d streams and the histories of 3 devices. The store is sound.\n$/,
      )
      assert.deepInclude(json(yield* shell("store", "check", "--json")), {
        sound: true,
        devices: 3,
        findings: [],
      })
    }),
  )

  it.effect("names a damaged file with what to do, in a table and for programs, with exit code 1", () =>
    Effect.gen(function* () {
      const { path, shell } = yield* aStore
      overwrite(path, "DeviceRegistered")
      const found = yield* shell("store", "check")
      assert.strictEqual(found.exit, 1)
      assert.match(found.stdout, /^Finding +What +Where +To do\nfile-damaged /)
      assert.include(found.stdout, "Keep a copy of it as it is, and go on from a backup.")
      assert.match(found.stderr, /^The log was not read. \d+ findings?.\n$/)
      const { events, findings, sound } = json(yield* shell("store", "check", "--json"))
      assert.deepStrictEqual([sound, events, findings[0].where], [false, null, path])
      assert.strictEqual((yield* shell("store", "backup", aPath())).exit, 74)
    }),
  )

  it.effect("finds damaged read models without giving up the log", () =>
    Effect.gen(function* () {
      const { path, shell } = yield* aStore
      const readModels = path.replace(".sqlite", "-read-models.sqlite")
      overwrite(readModels, "Contoso")
      const { devices, findings } = json(yield* shell("store", "check", "--json"))
      assert.strictEqual(devices, 3)
      assert.deepInclude(findings[0], {
        code: "file-damaged",
        where: readModels,
        remedy: "Stop Flightlog, delete the file, and start again: it is built anew from the log.",
      })
    }),
  )

  it.effect("never makes a store only by looking for one", () =>
    Effect.gen(function* () {
      const path = aPath()
      for (const args of [["info"], ["check"], ["backup", aPath()]]) {
        const { exit, stderr } = yield* on(path)("store", ...args)
        assert.strictEqual(exit, 74)
        assert.include(stderr, `There is no store "${path}".\nWhere: --store (store-missing)`)
      }
      assert.isFalse(existsSync(path))
      const passing = yield* commandLine(["store", "info"], { store: "memory:" })
      assert.strictEqual(passing.exit, 64)
      assert.include(passing.stderr, 'The store "memory:" ends with this program: there is nothing to keep.')
    }),
  )
})

describe("a backup from the command line", () => {
  it.effect("says that it includes the keys, and is used like any store", () =>
    Effect.gen(function* () {
      const { shell } = yield* aStore
      const file = aPath()
      const made = yield* shell("store", "backup", file)
      assert.strictEqual(made.exit, 0)
      assert.include(made.stdout, file.replace(".sqlite", "-keys.sqlite"))
      assert.include(made.stderr, "The backup includes the keys: whoever has both files can read every name.")
      const devices = ["devices", "--json"]
      assert.strictEqual((yield* on(file)(...devices)).stdout, (yield* shell(...devices)).stdout)
      assert.strictEqual((yield* on(file)("store", "check")).exit, 0)
      const again = yield* shell("store", "backup", file)
      assert.deepStrictEqual([again.exit, again.stdout], [74, ""])
      assert.include(again.stderr, "(backup-file-exists)")
    }),
  )
})

describe("a store put back from a backup", () => {
  it.effect("is as it was then, and its lists tell nothing of what came later", () =>
    Effect.gen(function* () {
      const { path, shell } = yield* aStore
      const file = aPath()
      const before = json(yield* shell("devices", "--json"))
      yield* shell("store", "backup", file)
      yield* shell("tag", before[0].serialNumber, "lab")
      assert.notDeepEqual(json(yield* shell("devices", "--json")), before)
      for (const which of [".sqlite", "-keys.sqlite"]) {
        const lost = path.replace(".sqlite", which)
        for (const suffix of ["", "-wal", "-shm"]) rmSync(`${lost}${suffix}`, { force: true })
        renameSync(file.replace(".sqlite", which), lost)
      }
      assert.deepStrictEqual(json(yield* shell("devices", "--json")), before)
      assert.strictEqual((yield* shell("projections", "verify", "autopilot-devices")).exit, 0)
    }),
  )
})

describe("a copy from the command line", () => {
  const copy = (from: string, to: string, ...more: ReadonlyArray<string>) =>
    commandLine(["store", "copy", "--from", `sqlite:${from}`, "--to", `sqlite:${to}`, ...more])

  it.effect("has the same lists and names, and is gone on with when the source has grown", () =>
    Effect.gen(function* () {
      const { path, shell } = yield* aStore
      yield* shell("user", "add", "ann@contoso.com")
      const target = aPath()
      const first = json(yield* copy(path, target, "--json"))
      assert.deepInclude(first, { found: 0, people: 2, since: 0 })
      const serial = json(yield* shell("devices", "--json"))[0].serialNumber
      yield* shell("tag", serial, "lab")
      const second = json(yield* copy(path, target, "--json"))
      assert.deepInclude(second, { found: first.events, copied: second.events - first.events })
      for (const list of [["devices"], ["managed"], ["history", serial], ["imports"]])
        assert.strictEqual(
          (yield* on(target)(...list, "--json")).stdout,
          (yield* shell(...list, "--json")).stdout,
          list.join(" "),
        )
      const told = yield* copy(path, target)
      assert.match(
        told.stdout,
        /^Events +\d\d \(0 copied now, \d\d were there\)\nKeys +of 2 people\nDigest +[0-9a-f]{64}/,
      )
      assert.include(told.stderr, `Go on with it: --store sqlite:${target}`)
    }),
  )

  it.live("tells how far it is, beside the result", () =>
    Effect.gen(function* () {
      const { path } = yield* aStore
      const shown: Array<string> = []
      const args = ["store", "copy", "--from", `sqlite:${path}`, "--to", `sqlite:${aPath()}`]
      yield* commandLine(args, { shows: (text) => void shown.push(text) })
      assert.match(shown[0] ?? "", /^Copied \d+ events, \d+ % \.\.\.$/)
    }),
  )

  it.effect("is refused onto itself and onto another history, and says where", () =>
    Effect.gen(function* () {
      const [{ path }, other] = [yield* aStore, yield* aStore]
      const onto = yield* copy(path, path)
      assert.deepStrictEqual([onto.exit, onto.stdout], [1, ""])
      assert.include(onto.stderr, "Source and target are the same store.")
      const foreign = yield* copy(path, other.path)
      assert.strictEqual(foreign.exit, 1)
      assert.match(foreign.stderr, /another event where the source goes on\.\nWhere: target, position a1 \("/)
      assert.strictEqual((yield* other.shell("store", "check")).exit, 0)
    }),
  )
})
