import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const directory = temporaryDirectory()
const graph = (...args: ReadonlyArray<string>) => commandLine(["profile", "graph", ...args])

describe("flightlog profile graph", () => {
  it.effect("draws a profile as SVG on stdout", () =>
    Effect.gen(function* () {
      const { exit, stderr, stdout } = yield* graph("profiles/user-driven.yaml")
      assert.deepStrictEqual([exit, stderr], [0, ""])
      assert.include(stdout, "<svg ")
      assert.include(stdout, "The user has the desktop")
    }),
  )

  it.effect("writes a file in the format that its ending says", () =>
    Effect.gen(function* () {
      const path = join(directory, "way.mmd")
      const { exit, stderr, stdout } = yield* graph("profiles/lifecycle.yaml", "--out", path)
      assert.deepStrictEqual([exit, stdout, stderr], [0, "", `Written to ${path}.\n`])
      assert.include(readFileSync(path, "utf8"), "flowchart TB")
    }),
  )

  it.effect("says what to name where nothing is named, or too much", () =>
    Effect.gen(function* () {
      const nothing = yield* graph()
      assert.strictEqual(nothing.exit, 64)
      assert.include(nothing.stderr, "Nothing is named to be drawn.")
      const both = yield* graph("profiles/user-driven.yaml", "--device", "CTS-1")
      assert.strictEqual(both.exit, 64)
      assert.include(both.stderr, "a device runs a version of its own")
    }),
  )

  it.effect("says why a file cannot be written", () =>
    Effect.gen(function* () {
      const { exit, stderr } = yield* graph(
        "profiles/user-driven.yaml",
        "--out",
        join(directory, "no/way.svg"),
      )
      assert.strictEqual(exit, 74)
      assert.include(stderr, "could not be written")
    }),
  )
})
