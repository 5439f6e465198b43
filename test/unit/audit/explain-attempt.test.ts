import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { explainAttempt } from "#workflows/audit"
import { publishProfile, type Report } from "#workflows/commands"
import { callerIn, contoso, discovered, registered, upToEnrolment } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const PROFILE = `dsl: 1
kind: DeploymentProfile
name: mine
extends: user-driven
assign: { groupTags: [mine] }
enrollmentStatus:
  devicePreparation: { apps: { blocking: [portal, office] } }
`

const phase = "devicePreparation"
const begin: Report = {
  report: "esp-phase",
  phase,
  targeted: [
    { category: "certificates", item: "wifi" },
    { category: "applications", item: "portal" },
    { category: "applications", item: "office" },
    { category: "applications", item: "viewer" },
  ],
}
const item = (
  name: string,
  state: "inProgress" | "completed" | "failed",
  code: string | null = null,
): Report => ({
  report: "esp-item",
  phase,
  category: name === "wifi" ? "certificates" : "applications",
  item: name,
  state,
  code,
})

/** A device of Contoso's with a profile of its own, after some reports. */
const deployed = Effect.fnUntraced(function* (...reports: ReadonlyArray<Report>) {
  const tenantId = yield* contoso
  yield* publishProfile({ file: "mine.yaml", text: PROFILE }, callerIn(tenantId))
  yield* registered(callerIn(tenantId), NOTEBOOK, "mine")
  const device = yield* discovered()
  for (const report of reports) yield* device.report(report)
  const explained = (attempt: number | null = null) => explainAttempt(device.deviceId, tenantId, attempt)
  return { ...device, explained }
})

const at = (minute: number) => new Date(minute * 60_000).toISOString()

describe("an attempt that is on its way", () => {
  it.effect("says where it is in the profile's words, since when, until when, and what lets it go on", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed({ report: "network", medium: "wifi" })
      const { failure, outcome, waitsFor, where } = yield* explained()
      assert.deepStrictEqual<unknown>(where, {
        state: "outOfBox.connected",
        title: "Region, keyboard and what else the profile does not hide are asked",
        since: at(0),
      })
      assert.include(waitsFor?.events ?? [], "OobeAnswered")
      assert.deepStrictEqual<unknown>(waitsFor?.until, [
        { dueAt: at(24 * 60), state: "outOfBox.connected", means: "nobody answered the setup questions" },
      ])
      assert.isNull(failure)
      assert.isNull(outcome)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is identifying until it is known what is targeted", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed(...upToEnrolment())
      const { waitsFor } = yield* explained()
      assert.strictEqual(
        waitsFor?.says,
        "Identifying: what is targeted in device preparation is not known yet",
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("names what holds the phase, since when, and the setting that made it blocking", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed(
        ...upToEnrolment(),
        begin,
        item("wifi", "completed"),
        item("portal", "completed"),
        item("office", "inProgress"),
      )
      const { waitsFor, where } = yield* explained()
      assert.strictEqual(where?.state, "devicePreparation.tracking")
      assert.strictEqual(where?.title, "Device preparation")
      assert.strictEqual(waitsFor?.says, "1 item holds device preparation")
      assert.deepStrictEqual<unknown>(waitsFor?.items, [
        {
          category: "applications",
          item: "office",
          state: "inProgress",
          code: null,
          begunAt: at(8),
          rebootRequired: null,
          because: {
            setting: "enrollmentStatus.devicePreparation.apps.blocking",
            says: 'it names "office", which is targeted',
          },
        },
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("names an installed app that holds the phase until the device has restarted", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed(
        ...upToEnrolment(),
        begin,
        item("wifi", "completed"),
        item("portal", "completed"),
        { ...item("office", "completed"), rebootRequired: "soft" },
      )
      const { waitsFor } = yield* explained()
      assert.deepStrictEqual(
        waitsFor?.items.map(({ item, rebootRequired, state }) => [item, state, rebootRequired]),
        [["office", "completed", "soft"]],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("an attempt that failed", () => {
  it.effect("is explained from the phase to the item, its code, the rule, the meaning and the cure", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed(...upToEnrolment(), begin, item("office", "failed", "0x87D1041C"))
      const { failure, where } = yield* explained()
      assert.strictEqual(where?.state, "devicePreparationFailed")
      assert.deepInclude(failure, {
        what: 'applications "office" failed',
        event: "EspFailed",
        phase: "devicePreparation",
        code: "0x87D1041C",
      })
      assert.deepStrictEqual(
        failure?.items.map(({ because, item: name }) => [name, because.setting]),
        [["office", "enrollmentStatus.devicePreparation.apps.blocking"]],
      )
      assert.include(failure?.catalogue?.meaning, "detection rule")
      assert.strictEqual(failure?.catalogue?.cure, "Correct the app's detection rule.")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("by time-out names all that was not there yet, at the moment it was due", () =>
    Effect.gen(function* () {
      const { explained, report } = yield* deployed(...upToEnrolment(), begin, item("office", "inProgress"))
      yield* TestClock.adjust("1 hour")
      yield* report({ report: "network", medium: "wifi" })
      const { failure } = yield* explained()
      assert.strictEqual(failure?.event, "EspTimedOut")
      assert.deepStrictEqual(
        failure?.items.map(({ item: name, state }) => `${name} ${state}`),
        ["wifi notInstalled", "portal notInstalled", "office inProgress"],
      )
      assert.strictEqual(`${failure?.at}`, at(4 + 15))
      // Before the page the same number is about the TPM.
      assert.strictEqual(failure?.code, "0x800705B4")
      assert.include(failure?.catalogue?.cure, "give the page more time")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("at its enrolment has the code of the refusal, and the way that it went", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed(...upToEnrolment("bob@contoso.com"))
      const { failure, outcome, path, waitsFor } = yield* explained()
      assert.deepInclude(failure, { event: "EnrollmentRefused", code: "0x80180018", phase: null })
      assert.include(failure?.catalogue?.cure, "Assign a licence")
      assert.strictEqual(outcome?.outcome, "failure")
      assert.isNull(waitsFor)
      assert.deepStrictEqual(
        path.map(({ state }) => state),
        [
          "outOfBox.discovered",
          "outOfBox.connected",
          "outOfBox.answered",
          "outOfBox.signedIn",
          "outOfBox.joined",
          "failed",
        ],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("at the sign-in is explained by the name of the refusal, as it has no code", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed(...upToEnrolment("eve@fabrikam.com").slice(0, 3))
      const { failure, waitsFor } = yield* explained()
      assert.deepInclude(failure?.catalogue, { name: "wrong-tenant" })
      assert.include(waitsFor?.events ?? [], "UserSignedIn")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("an earlier attempt", () => {
  it.effect("is explained as it ended, whatever came after it", () =>
    Effect.gen(function* () {
      const { explained } = yield* deployed(...upToEnrolment("bob@contoso.com"))
      const before = yield* explained(1)
      const again = yield* discovered()
      for (const report of upToEnrolment()) yield* again.report(report)
      assert.deepStrictEqual(yield* explained(1), before)
      assert.strictEqual((yield* explained()).attempt, 2)
      assert.strictEqual((yield* Effect.flip(explained(3)))._tag, "Refusal")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
