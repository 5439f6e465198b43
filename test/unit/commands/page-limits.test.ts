import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { streamName } from "#domain/kernel"
import { limitDevices, publishProfile, type Report, readFacts } from "#workflows/commands"
import { callerIn, contoso, discovered, enrolled, registered, upToEnrolment } from "../../support/contoso.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const history = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact))
const last = (deviceId: string) => Effect.map(history(deviceId), (facts) => facts.at(-1))

/** The apps whose own time was over, in that order. */
const overdue = (deviceId: string) =>
  Effect.map(history(deviceId), (facts) =>
    facts.flatMap((fact) => (fact.type === "EspItemTimedOut" ? [fact.data.item] : [])),
  )

const PROFILE = `dsl: 1
kind: DeploymentProfile
name: mine
extends: user-driven
assign: { groupTags: [mine] }
enrollmentStatus:
  onFailure: [{ retry: { limit: 1 } }]
  devicePreparation: { apps: { timeLimit: 5m, timeLimits: { office: 10m } } }
`

const phase = "devicePreparation"
const begin: Report = {
  report: "esp-phase",
  phase,
  targeted: [
    { category: "applications", item: "portal" },
    { category: "applications", item: "office" },
  ],
}
const app = (item: string, state: "inProgress" | "completed"): Report => ({
  report: "esp-item",
  phase,
  category: "applications",
  item,
  state,
  code: null,
})

const atThePage = Effect.gen(function* () {
  const tenantId = yield* contoso
  yield* publishProfile({ file: "mine.yaml", text: PROFILE }, callerIn(tenantId))
  yield* registered(callerIn(tenantId), NOTEBOOK, "mine")
  const device = yield* discovered()
  for (const report of [...upToEnrolment(), begin]) yield* device.report(report)
  return device
})

describe("an app with a time of its own", () => {
  it.effect("counts as failed with 0x81036502 when that is over, at the moment it was over", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* atThePage
      yield* report(app("portal", "inProgress"))
      yield* TestClock.adjust("6 minutes")
      yield* report({ report: "network", medium: "wifi" })
      const [timedOut, failed] = (yield* history(deviceId)).slice(-3)
      assert.deepInclude(timedOut?.data, { item: "portal", limitMillis: 300_000 })
      assert.strictEqual(
        timedOut?.type === "EspItemTimedOut" ? `${timedOut.data.dueAt}` : "",
        "1970-01-01T00:11:00.000Z",
      )
      assert.deepInclude(failed?.data, { item: "portal", code: "0x81036502" })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has the time of its own name before that of the phase, and none once it is there", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* atThePage
      for (const one of [
        app("portal", "inProgress"),
        app("office", "inProgress"),
        app("portal", "completed"),
      ])
        yield* report(one)
      yield* TestClock.adjust("6 minutes")
      yield* report({ report: "network", medium: "wifi" })
      assert.deepStrictEqual(yield* overdue(deviceId), [])
      yield* TestClock.adjust("2 minutes")
      yield* report({ report: "network", medium: "wifi" })
      const out = (yield* history(deviceId)).find((fact) => fact.type === "EspItemTimedOut")
      assert.deepInclude(out?.data, { item: "office", limitMillis: 600_000 })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has its time anew after somebody tried again", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* atThePage
      yield* report(app("office", "inProgress"))
      yield* report(app("portal", "inProgress"))
      yield* TestClock.adjust("6 minutes")
      yield* report({ report: "retry" })
      yield* report(begin)
      yield* TestClock.adjust("6 minutes")
      yield* report({ report: "network", medium: "wifi" })
      assert.deepStrictEqual(yield* overdue(deviceId), ["portal"])
      yield* TestClock.adjust("4 minutes")
      yield* report({ report: "network", medium: "wifi" })
      assert.deepStrictEqual(yield* overdue(deviceId), ["portal", "office"])
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a user who has as many devices as the tenant allows", () => {
  it.effect("cannot join another one, but the same one again; raising the limit lets it in", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* limitDevices(1, callerIn(tenantId))
      const first = yield* enrolled(tenantId)
      yield* first.report({ report: "reset" })
      const again = yield* discovered()
      for (const report of upToEnrolment()) yield* again.report(report)
      assert.strictEqual((yield* last(again.deviceId))?.type, "DeviceEnrolled")

      yield* registered(callerIn(tenantId), NEIGHBOUR)
      const toJoin = upToEnrolment().slice(0, -1)
      const second = yield* discovered(NEIGHBOUR)
      for (const report of toJoin) yield* second.report(report)
      const [refused, failed] = (yield* history(second.deviceId)).slice(-2)
      assert.deepInclude(refused?.data, { code: "0x801C0003", quota: { devices: 1, limit: 1 } })
      assert.deepInclude(failed?.data, { code: "0x801C0003" })

      yield* limitDevices(null, callerIn(tenantId))
      const third = yield* discovered(NEIGHBOUR)
      for (const report of toJoin) yield* third.report(report)
      assert.strictEqual((yield* last(third.deviceId))?.type, "DeviceJoined")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a user who declines the terms of use", () => {
  it.effect("is back at the sign-in page, and may think again", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId))
      const { deviceId, report } = yield* discovered()
      const [network, answers, signIn, join] = upToEnrolment() as [Report, Report, Report, Report]
      for (const one of [network, answers, signIn]) yield* report(one)
      yield* report({ report: "terms", accepted: false })
      assert.strictEqual((yield* Effect.flip(report(join)))._tag, "Refusal")
      for (const one of [signIn, { report: "terms", accepted: true } as const, join]) yield* report(one)
      assert.deepStrictEqual(
        (yield* history(deviceId)).slice(-5).map(({ type }) => type),
        ["UserSignedIn", "TermsDeclined", "UserSignedIn", "TermsAccepted", "DeviceJoined"],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )
})
