import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { commandLine } from "./command-line.ts"

const FILE = "profiles/user-driven.yaml"
const simulate = (args: ReadonlyArray<string>, stdin = "") =>
  commandLine(["profile", "simulate", FILE, ...args], { stdin })

describe("flightlog profile simulate", () => {
  it.effect(
    "shows for each step when it is, where it leads, what fired, what is concluded and until when",
    () =>
      Effect.gen(function* () {
        const ran = yield* simulate(
          ["--events", "-"],
          "- NetworkConnected\n- wait: 2h\n- OobeAnswered\n- wait: 2d\n",
        )
        assert.deepStrictEqual(ran, {
          exit: 0,
          stderr: "",
          stdout: `       0s  begins in outOfBox.discovered
           until 1d: outOfBox.discovered, the device never reported its network
       0s  NetworkConnected  -> outOfBox.connected
           took outOfBox.discovered NetworkConnected 0
           until 1d: outOfBox.connected, nobody answered the setup questions
       2h  OobeAnswered  -> outOfBox.answered
           took outOfBox.connected OobeAnswered 0
           until 1d 2h: outOfBox.answered, nobody signed in
    1d 2h  time-out of outOfBox.answered  -> failed
           took outOfBox.answered timeout 0
           concludes DeploymentFailed { reason: nobody signed in }
It ends as a failure in "failed" after 2d 2h: nobody signed in.
`,
        })
      }),
  )

  it.effect("ends with 1 where something was declined, and says by whom", () =>
    Effect.gen(function* () {
      const ran = yield* simulate(["--events", "-"], "- DeviceEnrolled\n")
      assert.strictEqual(ran.exit, 1)
      assert.include(ran.stdout, "declined by the rules: The enrolment cannot be reported yet")
      assert.include(ran.stdout, "It could go on with NetworkConnected, DeviceRestarted, DeviceReset.")
    }),
  )

  it.effect("tells mistakes of the course with line and column, and tries nothing", () =>
    Effect.gen(function* () {
      const ran = yield* simulate(["--events", "-"], "- wait: 2 hours\n")
      assert.strictEqual(ran.exit, 1)
      assert.strictEqual(ran.stdout, "")
      assert.include(ran.stderr, 'stdin:1:9: error FL006: "wait" is "2 hours".')
    }),
  )

  it.effect("goes a random way that --json prints as a course to be tried again", () =>
    Effect.gen(function* () {
      const walked = yield* simulate(["--seed", "7", "--json"])
      const { course, trace } = JSON.parse(walked.stdout)
      const again = yield* simulate(["--events", "-", "--json"], JSON.stringify(course))
      assert.deepStrictEqual(JSON.parse(again.stdout).trace, trace)
    }),
  )

  it.effect("asks step by step: by number, by how a name begins, with data, and back again", () =>
    Effect.gen(function* () {
      const ran = yield* simulate(
        [],
        "1\noobe\nback\nwait 30m\nJoinRefused: { code: 7, cde: x }\nbogus\nquit\n1\n",
      )
      assert.strictEqual(ran.exit, 0)
      assert.include(ran.stdout, "NetworkConnected  -> outOfBox.connected")
      assert.include(ran.stdout, "OobeAnswered  -> outOfBox.answered")
      assert.include(ran.stdout, "Back in outOfBox.connected.")
      assert.include(ran.stdout, "Time passes, and nothing happens.")
      assert.include(ran.stdout, 'Did you mean "code"?')
      assert.include(ran.stdout, 'There is no event "bogus".')
      assert.match(ran.stdout, /Not at an end yet: in "outOfBox\.connected" after 30m\.\n$/)
      assert.include(ran.stderr, "1 NetworkConnected   2 OobeAnswered   3 DeviceRestarted   4 DeviceReset")
    }),
  )

  it.effect("shows the shortest way to every outcome with --all-paths", () =>
    Effect.gen(function* () {
      const ran = yield* simulate(["--all-paths"])
      assert.strictEqual(ran.exit, 0)
      for (const state of ["failed", "reset", "desktop"])
        assert.include(ran.stdout, `The shortest way to "${state}":\n`)
    }),
  )

  it.effect("goes one way at a time", () =>
    Effect.gen(function* () {
      const ran = yield* simulate(["--seed", "1", "--all-paths"])
      assert.strictEqual(ran.exit, 64)
      assert.include(ran.stderr, "--seed and --all-paths are different ways to try a profile out.")
    }),
  )

  it.effect("knows what can be told of a device", () =>
    Effect.gen(function* () {
      const ran = yield* simulate(["--seed", "1", "--device", "modl=X", "--device", "begunBy=me"])
      assert.strictEqual(ran.exit, 64)
      assert.include(ran.stderr, 'Did you mean "model"? "begunBy" of a device cannot be "me".')
    }),
  )

  it.effect("tells everything that is wrong with a profile that cannot be tried out", () =>
    Effect.gen(function* () {
      const text = "dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-drivn\n"
      const ran = yield* commandLine(["profile", "simulate", "-", "--seed", "1"], { stdin: text })
      assert.strictEqual(ran.exit, 1)
      assert.strictEqual(ran.stdout, "")
      assert.include(ran.stderr, "error FL008")
    }),
  )
})
