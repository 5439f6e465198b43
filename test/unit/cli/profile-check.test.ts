import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { readSarif } from "../../support/sarif.ts"
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

  it.effect("walks directories; an Enrollment Status Page is linted, as it has no workflow", () =>
    Effect.gen(function* () {
      const ran = yield* commandLine(["profile", "check", "test/data/profiles/checked"])
      assert.strictEqual(ran.exit, 0)
      const heads = ran.stdout.split("\n").filter((line) => line.includes(": nothing found"))
      assert.deepStrictEqual(heads, [
        "test/data/profiles/checked/kiosk-page.yaml: nothing found",
        "test/data/profiles/checked/sales.yaml: nothing found",
      ])
    }),
  )

  it.effect("prints SARIF and annotations whose messages tell how it comes to that", () =>
    Effect.gen(function* () {
      const sarif = yield* commandLine(["profile", "check", FILE, "--format", "sarif"])
      assert.strictEqual(sarif.exit, 1)
      const [run] = readSarif(sarif.stdout).runs
      const [first] = run?.results ?? []
      assert.include(first?.message.text, "It comes to this by:\n- NetworkConnected\n- { wait: 1d }")
      assert.strictEqual(run?.tool.driver.rules[first?.ruleIndex ?? -1]?.id, "FL081")
      const github = yield* commandLine(["profile", "check", FILE, "--format", "github"])
      assert.match(
        github.stdout,
        /^::error file=test\/data\/strands\/.+,line=13,.+,title=FL081::In "parked" .+%0A- \{ wait/,
      )
    }),
  )
})
