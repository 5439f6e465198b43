import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { ESP_PHASES } from "#domain/deployment"
import { streamName } from "#domain/kernel"
import {
  addUser,
  changeLicence,
  createTenant,
  discover,
  type Report,
  type Reporting,
  readFacts,
  registerDevice,
  takeReport,
} from "#workflows/commands"
import { AFTER, capture, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const admin = { kind: "administrator", id: "6b1cbd43-5a52-5d0b-9b0e-111111111111" } as const
let key = 0
const caller = (tenantId: string) => ({ actor: admin, actorName: "Ada", tenantId, key: `${key++}` })

const contoso = Effect.gen(function* () {
  const { tenantId } = yield* createTenant(
    { name: "Contoso", domains: ["contoso.com"] },
    { actor: admin, tenantId: null, key: "tenant" },
  )
  yield* addUser({ upn: "ann@contoso.com", displayName: "Ann" }, caller(tenantId))
  yield* changeLicence({ type: "AssignLicence", upn: "ann@contoso.com", licence: "INTUNE" }, caller(tenantId))
  yield* addUser({ upn: "bob@contoso.com", displayName: "Bob" }, caller(tenantId))
  return tenantId
})

const register = (tenantId: string) =>
  registerDevice(
    {
      method: "manual",
      hardware: capture(NOTEBOOK),
      groupTag: null,
      orderId: null,
      purchaseOrder: null,
      productKey: null,
      import: null,
      assignedUser: null,
    },
    caller(tenantId),
  )

const reportAs = (reporting: Reporting) => (report: Report) =>
  takeReport(report, reporting, { key: `r${key++}` }).pipe(Effect.tap(() => TestClock.adjust("1 minute")))

const toEnrolment = Effect.fn(function* (tenantId: string, upn = "ann@contoso.com") {
  yield* register(tenantId)
  const found = yield* discover(capture(NOTEBOOK, AFTER), { key: "discover" })
  const report = reportAs(found)
  yield* report({ report: "network", medium: "wifi" })
  yield* report({ report: "answers", answers: { region: "GB" } })
  yield* report({ report: "sign-in", userPrincipalName: upn })
  yield* report({ report: "join" })
  yield* report({ report: "enrol" })
  return { ...found, report }
})

const types = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact.type))

describe("a device that goes the whole way", () => {
  it.effect("reaches the desktop, and its history says how", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const { deviceId, profile, report } = yield* toEnrolment(tenantId)
      assert.strictEqual(profile.name, "default")
      for (const phase of ESP_PHASES) {
        const targeted = [
          { category: "securityPolicies", item: "baseline" },
          { category: "applications", item: "portal" },
        ] as const
        yield* report({ report: "esp-phase", phase, targeted })
        for (const { category, item } of targeted)
          yield* report({ report: "esp-item", phase, category, item, state: "completed", code: null })
      }
      const history = yield* types(deviceId)
      assert.deepStrictEqual(history.slice(-4), [
        "EspItemReported",
        "EspPhaseCompleted",
        "DesktopReleased",
        "DeploymentSucceeded",
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused at enrolment with 0x80180018 when its user has no licence, and that is a fact", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const { deviceId } = yield* toEnrolment(tenantId, "bob@contoso.com")
      const history = yield* types(deviceId)
      assert.deepStrictEqual(history.slice(-2), ["EnrollmentRefused", "DeploymentFailed"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("runs into the time-out of a phase, noticed by the next report however late it comes", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const { deviceId, report } = yield* toEnrolment(tenantId)
      yield* report({
        report: "esp-phase",
        phase: "devicePreparation",
        targeted: [{ category: "applications", item: "portal" }],
      })
      yield* TestClock.adjust("3 hours")
      yield* report({
        report: "esp-item",
        phase: "devicePreparation",
        category: "applications",
        item: "portal",
        state: "completed",
        code: null,
      })
      const history = yield* types(deviceId)
      assert.deepStrictEqual(history.slice(-2), ["EspTimedOut", "EspItemReported"])
      yield* report({ report: "retry" })
      const after = yield* types(deviceId)
      assert.strictEqual(after.at(-1), "RetryChosen")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
