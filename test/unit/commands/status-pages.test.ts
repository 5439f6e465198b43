import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { streamName } from "#domain/kernel"
import { changeLicence, publishProfile, type Report, readFacts } from "#workflows/commands"
import { callerIn, contoso, discovered, registered, upToEnrolment } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

/** The page of the sales devices, or what is said of it instead. */
const page = ({
  name = "sales-page",
  assign = "priority: 1\nassign: { groupTags: [sales] }",
  status = "timeout: 90m",
} = {}) => ({
  file: `${name}.yaml`,
  text: `dsl: 1\nkind: EnrollmentStatusPage\nname: ${name}\n${assign}\nenrollmentStatus:\n  ${status}\n`,
})

const publish = (file: { readonly file: string; readonly text: string }) =>
  Effect.flatMap(contoso, (tenantId) => publishProfile(file, callerIn(tenantId)))

const history = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact))

const chosenBy = (deviceId: string) =>
  Effect.map(history(deviceId), (facts) =>
    facts.flatMap((fact) => (fact.type === "EspPageChosen" ? [fact.data] : [])),
  )

const enrolledNow = Effect.gen(function* () {
  const device = yield* discovered()
  for (const report of upToEnrolment()) yield* device.report(report)
  return device
})

const begin: Report = {
  report: "esp-phase",
  phase: "devicePreparation",
  targeted: [
    { category: "applications", item: "portal" },
    { category: "applications", item: "office" },
  ],
}

describe("an Enrollment Status Page for itself", () => {
  it.effect("is chosen when the device enrols, and recorded with what it says and why the others lost", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publish(page())
      yield* publish(page({ name: "kiosks", assign: "priority: 2\nassign: { groupTags: [kiosk] }" }))
      yield* publish(page({ name: "all", assign: "assign: { allDevices: true }" }))
      yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      const { deviceId } = yield* enrolledNow
      const [chosen, ...others] = yield* chosenBy(deviceId)
      assert.deepStrictEqual(others, [])
      assert.deepInclude(chosen?.page, { name: "sales-page", version: 1 })
      assert.strictEqual(chosen?.status?.timeoutMillis, 5_400_000)
      assert.deepStrictEqual(chosen?.candidates, [
        {
          name: "sales-page",
          version: 1,
          rule: 'group tag "sales"',
          won: true,
          why: "of the pages of the device that apply, it has the best priority",
        },
        {
          name: "kiosks",
          version: 1,
          rule: 'group tag "kiosk"',
          won: false,
          why: "does not apply to this device",
        },
        {
          name: "all",
          version: 1,
          rule: "the default for all devices",
          won: false,
          why: 'applies, but "sales-page" comes before it',
        },
        {
          name: "default",
          version: 1,
          rule: "enrollmentStatus of the profile",
          won: false,
          why: 'applies, but "sales-page" comes before it',
        },
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("decides what holds a phase, and how long it may take", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publish(
        page({
          status: "timeout: 2m\n  deviceSetup: { apps: { blocking: [office] } }\n  onFailure: [continue]",
        }),
      )
      yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      const { deviceId, report } = yield* enrolledNow
      yield* report({ ...begin, targeted: [] })
      yield* report({ ...begin, phase: "deviceSetup" })
      const started = (yield* history(deviceId)).findLast(({ type }) => type === "EspPhaseStarted")
      assert.deepStrictEqual(
        started?.type === "EspPhaseStarted"
          ? started.data.tracked.map(({ blocking, item }) => ({ blocking, item }))
          : [],
        [
          { blocking: false, item: "portal" },
          { blocking: true, item: "office" },
        ],
      )
      yield* TestClock.adjust("3 minutes")
      yield* report({ report: "continue" })
      const facts = yield* history(deviceId)
      assert.deepStrictEqual(
        facts.slice(-4).map(({ type }) => type),
        ["EspTimedOut", "ContinueChosen", "DesktopReleased", "DeploymentSucceeded"],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("keeps its version for an attempt that runs, whatever is published later", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publish(page({ status: "onFailure: [collect-logs]" }))
      yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      const { deviceId, report } = yield* enrolledNow
      yield* publishProfile(page({ status: "onFailure: [reset]" }), callerIn(tenantId))
      yield* report({ ...begin, targeted: [{ category: "applications", item: "portal" }] })
      yield* report({
        report: "esp-item",
        phase: "devicePreparation",
        category: "applications",
        item: "portal",
        state: "failed",
        code: null,
      })
      assert.deepInclude(yield* Effect.flip(report({ report: "reset" })), { code: "choice-not-offered" })
      yield* report({ report: "collect-logs" })
      assert.lengthOf(yield* chosenBy(deviceId), 1)
    }).pipe(Effect.provide(serviceWorld)),
  )

  const atTheAccount = (onlyFirstUser: boolean) =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* changeLicence(
        { type: "AssignLicence", upn: "bob@contoso.com", licence: "INTUNE" },
        callerIn(tenantId),
      )
      yield* publish(page({ status: `onlyFirstUser: ${onlyFirstUser}` }))
      yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      const { deviceId, report } = yield* enrolledNow
      yield* report({ ...begin, targeted: [] })
      yield* report({ report: "sign-in", userPrincipalName: "bob@contoso.com" })
      yield* report({ ...begin, phase: "deviceSetup", targeted: [] })
      yield* report({ ...begin, phase: "accountSetup" })
      const facts = yield* history(deviceId)
      const started = facts.findLast(({ type }) => type === "EspPhaseStarted")
      const hidden = started?.type === "EspPhaseStarted" ? started.data.hidden : undefined
      return { hidden, last: facts.at(-1)?.type }
    })

  it.effect("is not shown for the account setup of anybody but the first user, where it says so", () =>
    Effect.gen(function* () {
      const { hidden, last } = yield* atTheAccount(true)
      assert.strictEqual(
        hidden,
        "only the first user of the device sees the account setup, and somebody else has signed in",
      )
      assert.strictEqual(last, "DeploymentSucceeded")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is shown to each new user where it says so", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* atTheAccount(false), { hidden: undefined, last: "EspPhaseStarted" })
    }).pipe(Effect.provide(serviceWorld)),
  )
})
