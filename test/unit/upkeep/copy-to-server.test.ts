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

const peopleIn = (text: string): number => Number(/Keys +of (\d+)/.exec(text)?.[1])

const importAgain = (store: string) => commandLine(["import", CSV, "--data", directory], { store })

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
      // Machines are recognised by digests under the deployment's secret: it came along.
      assert.include((yield* importAgain(url)).stdout, "806")

      yield* ran(url, "user", "add", "bob@contoso.com", "--name", "Bob Ray")
      const back = `sqlite:${join(directory, "back.sqlite")}`
      const returned = yield* ran(url, "store", "copy", "--from", url, "--to", back)
      assert.strictEqual(peopleIn(returned), peopleIn(copied) + 1)
      assert.include((yield* importAgain(back)).stdout, "806")
      assert.strictEqual(yield* ran(back, "devices", "--json"), devices)
    }),
  )
})
