import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { commandLine } from "./command-line.ts"

describe("flightlog profile explain", () => {
  it.effect("tells a profile section by section, in lines that a terminal shows", () =>
    Effect.gen(function* () {
      const { exit, stderr, stdout } = yield* commandLine(["profile", "explain", "profiles/user-driven.yaml"])
      assert.deepStrictEqual([exit, stderr], [0, ""])
      const headings = [
        "Who gets it",
        "What becomes of the device",
        "The Enrollment Status Page",
        "The way",
        "How it can end",
      ]
      for (const heading of headings) assert.include(stdout, `\n${heading}\n`)
      assert.isTrue(stdout.split("\n").every((line) => line.length <= 100))
    }),
  )

  it.effect("gives programs the same as JSON", () =>
    Effect.gen(function* () {
      const { stdout } = yield* commandLine(["profile", "explain", "profiles/default.yaml", "--json"])
      const explained = JSON.parse(stdout)
      assert.strictEqual(explained.name, "default")
      assert.include(explained.whoGetsIt[0], "this is the default")
    }),
  )

  it.effect("tells of an Enrollment Status Page who sees it and what it does", () =>
    Effect.gen(function* () {
      const page = "test/data/profiles/checked/kiosk-page.yaml"
      const ran = yield* commandLine(["profile", "explain", page])
      assert.strictEqual(ran.exit, 0)
      assert.include(ran.stdout, 'Devices with the group tag "kiosk".')
      assert.include(ran.stdout, "the one with the lowest number is shown; this one has 1.")
      assert.include(ran.stdout, "Each phase may take 90m")
      assert.notInclude(ran.stdout, "The way")
    }),
  )
})
