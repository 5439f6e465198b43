import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const run = (...args: ReadonlyArray<string>) => commandLine(["profile", "test", ...args])

const directory = temporaryDirectory()
const put = (name: string, text: string): string => {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}

const SALES = "dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-driven\n"

describe("flightlog profile test", () => {
  it.effect("runs the cases of every shipped profile, which take every transition that can be taken", () =>
    Effect.gen(function* () {
      const ran = yield* run("profiles", "--min-coverage", "100", "--json")
      const report = JSON.parse(ran.stdout)
      assert.strictEqual(ran.exit, 0)
      assert.strictEqual(report.failed, 0)
      assert.deepStrictEqual(
        report.suites.map((suite: { profile: string; coverage: { transitions: { percent: number } } }) => [
          suite.profile,
          suite.coverage.transitions.percent,
        ]),
        [
          ["default", 100],
          ["existing-devices", 100],
          ["lifecycle", 100],
          ["pre-provisioned", 100],
          ["self-deploying", 100],
          ["user-driven-hybrid", 100],
          ["user-driven", 100],
        ],
      )
    }),
  )

  it.effect(
    "takes a profile for the cases beside it, and a state by its name where only one is called so",
    () =>
      Effect.gen(function* () {
        const profile = put("named.yaml", SALES.replace("sales", "named"))
        const then = "then: { state: connected }"
        put("named.test.yaml", `cases: [{ name: is connected, when: [NetworkConnected], ${then} }]\n`)
        const ran = yield* run(profile)
        assert.deepStrictEqual([ran.exit, ran.stderr], [0, ""])
        assert.include(ran.stdout, "1 case passed, 0 failed.")
      }),
  )

  it.effect("includes the cases of a shipped profile, unless a file of that name is beside", () =>
    Effect.gen(function* () {
      put("derived.yaml", SALES.replace("sales", "derived"))
      const cases = put("derived.test.yaml", "include: [user-driven.test.yaml]\n")
      const shipped = yield* run(cases, "--min-coverage", "100")
      assert.strictEqual(shipped.exit, 0)
      put(
        "user-driven.test.yaml",
        "cases: [{ name: own, when: [NetworkConnected], then: { outcome: none } }]\n",
      )
      const beside = JSON.parse((yield* run(cases, "--json")).stdout)
      assert.deepStrictEqual([beside.passed, beside.failed], [1, 0])
      const unknown = yield* run(put("derived.test.yaml", "include: [user-drive.test.yaml]\n"))
      assert.include(unknown.stdout, "none is shipped")
      assert.include(unknown.stdout, 'Did you mean "user-driven.test.yaml"?')
    }),
  )

  it.effect("shows what was expected, what was found and how it went, and ends with 1", () =>
    Effect.gen(function* () {
      put("sales.yaml", SALES)
      const cases = put(
        "sales.test.yaml",
        `cases:
  - name: is answered
    given: [NetworkConnected]
    when: [OobeAnswered]
    then: { state: outOfBox.signdIn, until: 60m, emitted: [DesktopReleased] }
`,
      )
      const ran = yield* run(cases)
      assert.strictEqual(ran.exit, 1)
      const text = ran.stdout.replaceAll(`${directory}/`, "").split("\n  covers")[0]
      assert.strictEqual(
        text,
        `sales.test.yaml on sales
  failed  is answered  sales.test.yaml:2
    state
      expected outOfBox.signdIn (the profile has no state "outOfBox.signdIn"; is "outOfBox.signedIn" meant?)
      found    outOfBox.answered
    emitted
      expected DesktopReleased
      found    none
    until
      expected 1h
      found    1d
    it went:
       0s  NetworkConnected  -> outOfBox.connected
       0s  OobeAnswered  -> outOfBox.answered
    Not at an end yet: in "outOfBox.answered" after 0s.`,
      )
    }),
  )

  it.effect("lists what no case comes to, and ends with 1 where less is covered than is asked for", () =>
    Effect.gen(function* () {
      put("few.yaml", SALES.replace("sales", "few"))
      const cases = put("few.test.yaml", "cases: [{ name: begins, then: { state: outOfBox.discovered } }]\n")
      const ran = yield* run(cases, "--min-coverage", "2")
      assert.strictEqual(ran.exit, 1)
      assert.include(ran.stdout, "covers 0 of 76 transitions (0 %), 2 of 20 states (10 %), less than 2 %")
      assert.include(ran.stdout, "    no case comes to outOfBox.connected\n")
      assert.include(ran.stdout, "    no case takes outOfBox.discovered NetworkConnected 0\n")
      assert.strictEqual((yield* run(cases, "--min-coverage", "0")).exit, 0)
    }),
  )

  it.effect("writes JUnit's XML for build servers", () =>
    Effect.gen(function* () {
      put("junit.yaml", SALES.replace("sales", "junit"))
      const cases = put(
        "junit.test.yaml",
        `cases:
  - { name: begins, then: { state: outOfBox.discovered } }
  - { name: a <b> & "c", then: { outcome: success, state: desktop } }
`,
      )
      const report = join(directory, "report.xml")
      assert.strictEqual((yield* run(cases, "--junit", report)).exit, 1)
      assert.strictEqual(
        readFileSync(report, "utf8").replaceAll(`${directory}/`, ""),
        `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="flightlog profile test">
  <testsuite name="junit.test.yaml" tests="2" failures="1" errors="0">
    <testcase classname="junit.test.yaml" name="begins"/>
    <testcase classname="junit.test.yaml" name="a &lt;b&gt; &amp; &quot;c&quot;">
      <failure message="state: expected desktop, found outOfBox.discovered&#10;outcome: expected success, found none"/>
    </testcase>
  </testsuite>
</testsuites>
`,
      )
    }),
  )

  it.effect("tells everything that is wrong with a file of cases, as lint does", () =>
    Effect.gen(function* () {
      put("wrong.yaml", SALES.replace("sales", "wrong"))
      const cases = put(
        "wrong.test.yaml",
        `include: [nothing.test.yaml]
sequences: { enrolled: [NetworkConnected] }
cases:
  - { name: one, given: [{ sequence: enroled }], then: {} }
  - { name: one, when: [{ NetworkConnected: {}, OobeAnswered: {} }], then: {} }
`,
      )
      const ran = yield* run(cases)
      assert.strictEqual(ran.exit, 1)
      const told = ran.stdout.replaceAll(`${directory}/`, "")
      assert.include(told, 'wrong.test.yaml:1:11: error FL006: "include" names "nothing.test.yaml".')
      assert.include(told, 'wrong.test.yaml:4:38: error FL006: There is no sequence "enroled".')
      assert.include(told, 'Did you mean "enrolled"?')
      assert.include(told, 'wrong.test.yaml:5:13: error FL006: Two cases are called "one".')
      assert.include(told, 'A step names "NetworkConnected" and "OobeAnswered".')
      assert.include(told, "0 cases passed, 0 failed, 4 findings.")
    }),
  )

  it.effect("tells a misspelled key of a case, and a profile that is not there", () =>
    Effect.gen(function* () {
      const misspelled = put("key.test.yaml", "cases: [{ name: one, then: { sate: desktop } }]\n")
      assert.include((yield* run(misspelled)).stdout, 'error FL004: Unknown key "sate"')
      const lonely = put("lonely.test.yaml", "cases: []\n")
      assert.include((yield* run(lonely)).stdout, 'There is no profile "lonely.yaml" beside this file.')
    }),
  )

  it.effect("believes that something is unreachable only where the exploration proves it", () =>
    Effect.gen(function* () {
      put("claims.yaml", SALES.replace("sales", "claims"))
      const cases = put(
        "claims.test.yaml",
        "unreachable: [{ states: [desktopDespiteFailure, desktop], reason: nobody gets there }]\n",
      )
      const ran = yield* run(cases)
      assert.strictEqual(ran.exit, 1)
      assert.include(
        ran.stdout,
        'Said to be unreachable because nobody gets there, but not proved: "desktop"',
      )
      assert.notInclude(ran.stdout, "no case comes to desktopDespiteFailure")
      assert.include(ran.stdout, "    no case comes to desktop\n")
    }),
  )

  it.effect("takes an event that nobody knows for a mistake, not for one that is declined as expected", () =>
    Effect.gen(function* () {
      put("typo.yaml", SALES.replace("sales", "typo"))
      const cases = put(
        "typo.test.yaml",
        "cases: [{ name: one, when: [NetworkConected], then: { declined: rules } }]\n",
      )
      const ran = yield* run(cases)
      assert.strictEqual(ran.exit, 1)
      assert.include(ran.stdout, 'Did you mean "NetworkConnected"?')
    }),
  )

  it.effect("knows what it is asked", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* run("README.md")).exit, 64)
      const bare = yield* run(put("bare.yaml", SALES))
      assert.strictEqual(bare.exit, 64)
      assert.match(
        bare.stderr,
        /There are no cases beside ".*bare\.yaml": they would be in ".*bare\.test\.yaml"/,
      )
      assert.strictEqual((yield* run("profiles", "--min-coverage", "101")).exit, 64)
      const ran = yield* run("docs")
      assert.strictEqual(ran.exit, 64)
      assert.include(ran.stderr, "sales.test.yaml for sales.yaml")
      assert.strictEqual((yield* run(join(directory, "missing.test.yaml"))).exit, 74)
    }),
  )
})
