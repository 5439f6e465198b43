import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { PLANS } from "#adapters/simulator"
import { commandLine } from "./command-line.ts"

const lines = (...texts: ReadonlyArray<string>): string => texts.map((text) => `${text}\n`).join("")

describe("a command that is not written as it has to be", () => {
  it.effect("ends with 64, names the command that was probably meant, and writes nothing to stdout", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["devcies"])
      assert.deepStrictEqual(ran, {
        exit: 64,
        stdout: "",
        stderr: lines(
          'Error: There is no command "devcies". Did you mean "devices"?',
          "Where: flightlog (usage)",
          "To do: See how it is written: flightlog --help",
        ),
      })
    }),
  )

  it.effect("names the flag that was probably meant", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["devices", "--jsno"])
      assert.strictEqual(ran.exit, 64)
      assert.strictEqual(
        ran.stderr,
        lines(
          'Error: There is no flag "--jsno". Did you mean "--json"?',
          "Where: flightlog devices (usage)",
          "To do: See how it is written: flightlog devices --help",
        ),
      )
    }),
  )

  it.effect("says what is missing, and what is one too many", () =>
    Effect.gen(function* () {
      const missing = yield* commandLine(["tag", "CTS-0000001"])
      assert.strictEqual(missing.exit, 64)
      assert.include(missing.stderr, "Error: The argument tag is missing.")
      const surplus = yield* commandLine(["devices", "now"])
      assert.strictEqual(surplus.exit, 64)
      assert.include(surplus.stderr, 'Error: This is more than the command takes: "now".')
      const wordy = yield* commandLine(["serve", "--port", "http"])
      assert.strictEqual(wordy.exit, 64)
      assert.include(wordy.stderr, 'Error: Invalid value for flag --port: "http". Expected a number\n')
    }),
  )

  it.effect("names the values that a flag takes", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["simulate", "--plan", "app-retried,strait=2"])
      assert.strictEqual(ran.exit, 64)
      assert.include(ran.stderr, '"strait=2" is no plan. Did you mean "straight"?')
      assert.include(ran.stderr, "flightlog simulate --plans lists them")
      const { exit, stdout } = yield* commandLine(["simulate", "--plans"])
      assert.strictEqual(exit, 0)
      for (const { name, says } of PLANS) assert.match(stdout, new RegExp(`^${name} .*${says}`, "m"))
    }),
  )

  it.effect("is told to a program as one JSON object", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["devcies", "--json"])
      assert.strictEqual(ran.stdout, "")
      const { error } = JSON.parse(ran.stderr)
      assert.deepStrictEqual(Object.keys(error), ["code", "what", "where", "remedy", "exit"])
      assert.strictEqual(error.code, "usage")
      assert.strictEqual(error.exit, 64)
    }),
  )

  it.effect("names a store in a way that is not understood", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["devices", "--store", "postgres://x"])
      assert.strictEqual(ran.exit, 64)
      assert.include(ran.stderr, 'Error: "postgres://x" names no store.')
    }),
  )
})

describe("help", () => {
  it.effect("is a result where it was asked for, with examples", () =>
    Effect.gen(function* () {
      for (const args of [["--help"], ["import", "--help"], ["profile", "publish", "--help"]]) {
        const ran = yield* commandLine(args)
        assert.strictEqual(ran.exit, 0)
        assert.strictEqual(ran.stderr, "")
        assert.include(ran.stdout, "USAGE")
        assert.include(ran.stdout, "EXAMPLES")
      }
    }),
  )

  it.effect("is told beside the result where a command is missing, which is a usage error", () =>
    Effect.gen(function* () {
      for (const args of [[], ["tenant"]]) {
        const ran = yield* commandLine(args)
        assert.strictEqual(ran.exit, 64)
        assert.strictEqual(ran.stdout, "")
        assert.include(ran.stderr, "USAGE")
      }
    }),
  )

  it.effect("names every command in its place", () =>
    Effect.gen(function* () {
      const { stdout } = yield* commandLine(["--help"])
      const commands =
        "serve demo simulate tenant user licence capture-script import imports register claim-check conversions partner build-report devices tag order deregister managed deployments history show why profile hash match"
      for (const command of commands.split(" ")) assert.match(stdout, new RegExp(`^ {2}${command} `, "m"))
    }),
  )

  it.effect("tells the version", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["--version"])
      assert.match(ran.stdout, /^flightlog \d+\.\d+\.\d+\n$/)
    }),
  )
})
