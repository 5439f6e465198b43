import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openMemory, serve } from "../../support/eventstoredb-world.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "../cli/command-line.ts"

const CSV = new URL("../../data/csv/AutopilotHWID.csv", import.meta.url).pathname
const directory = temporaryDirectory()

/** Runs a command on a store, with lists in the test's directory, and gives what it said. */
const ran = Effect.fnUntraced(function* (store: string, ...args: ReadonlyArray<string>) {
  const { exit, stderr, stdout } = yield* commandLine([...args, "--data", directory], { store })
  assert.deepStrictEqual([exit, exit === 0 ? "" : stderr], [0, ""])
  return stdout
})

const addAnn = (store: string) =>
  commandLine(["user", "add", "ann@contoso.com", "--name", "Ann Lee", "--data", directory], { store })

describe("a store that has outgrown its machine", () => {
  it.live("is copied to an EventStoreDB with its keys, used there, and copied back", () =>
    Effect.gen(function* () {
      const file = `sqlite:${join(directory, "flightlog.sqlite")}`
      yield* ran(file, "tenant", "create", "Contoso", "--domain", "contoso.com")
      yield* ran(file, "user", "add", "ann@contoso.com", "--name", "Ann Lee")
      yield* ran(file, "import", CSV)
      const { url } = yield* serve(yield* openMemory)
      const copied = yield* ran(file, "store", "copy", "--from", file, "--to", url)
      const devices = yield* ran(file, "devices", "--json")
      assert.strictEqual(yield* ran(url, "devices", "--json"), devices)
      // A person is found by a digest under the deployment's secret: it came along.
      assert.strictEqual((yield* addAnn(url)).exit, 1)

      yield* ran(url, "user", "add", "bob@contoso.com", "--name", "Bob Ray")
      const back = `sqlite:${join(directory, "back.sqlite")}`
      const returned = yield* ran(url, "store", "copy", "--from", url, "--to", back)
      assert.match(copied, /Keys +of 1 person/)
      assert.match(returned, /Keys +of 2 people/)
      assert.strictEqual((yield* addAnn(back)).exit, 1)
      assert.strictEqual(yield* ran(back, "devices", "--json"), devices)
    }),
  )
})
