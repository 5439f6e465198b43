import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { commandLine } from "./command-line.ts"

const FILE = "test/data/strands/timeout-to-nowhere.yaml"

describe("flightlog profile check", () => {
  it.effect("tells what strands a device, how it comes to that, and what the exploration came to", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["profile", "check", FILE])
      assert.strictEqual(ran.exit, 1)
      assert.strictEqual(
        ran.stdout,
        `${FILE}:13:5: error FL081: In "parked" a device may wait for ever: only "DeviceReset" leads on, which may never come. Add "timeout: { after: 24h, to: STATE }", or say with "rest: REASON" why it may stay.
13 |     parked:
   |     ^~~~~~
See docs/findings/FL081.md
It comes to this by (flightlog profile simulate ${FILE} --events -):
- NetworkConnected
- { wait: 1d }

${FILE}: 1 found
To the desktop   at most 7d 8h 15m
To an outcome    without limit
Rounds left out  as often as somebody wants: outOfBox.answered, outOfBox.signedIn
`,
      )
    }),
  )

  it.effect("says what is proved of a clean profile, and ends with 0", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["profile", "check", "profiles/lifecycle.yaml"])
      assert.strictEqual(ran.exit, 0)
      assert.include(ran.stdout, "profiles/lifecycle.yaml: nothing found\nProved ")
    }),
  )

  it.effect("prints reports for programs, one for each file, with courses that simulate takes", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["profile", "check", FILE, "--json"])
      const [report] = JSON.parse(ran.stdout)
      const course = JSON.stringify(report.findings[0].course)
      const tried = yield* commandLine(["profile", "simulate", FILE, "--events", "-", "--json"], {
        stdin: course,
      })
      assert.strictEqual(tried.exit, 0)
      assert.deepStrictEqual(JSON.parse(tried.stdout).trace.states, ["parked"])
    }),
  )
})
