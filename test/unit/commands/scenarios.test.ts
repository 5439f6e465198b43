import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import { streamName } from "#domain/kernel"
import { publishProfile, type Report, readFacts } from "#workflows/commands"
import { callerIn, contoso, discovered, registered, type reporter } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

type Take = ReturnType<typeof reporter>

/** A notebook that Contoso's profile of one of the shipped flows is meant for. */
const deviceWith = Effect.fn(function* (
  base: string,
  options: { readonly technician?: boolean; readonly machine?: typeof NOTEBOOK; readonly more?: string } = {},
) {
  const tenantId = yield* contoso
  const text = `dsl: 1\nkind: DeploymentProfile\nname: mine\nextends: ${base}\nassign: { groupTags: [mine] }\n${options.more ?? ""}`
  yield* publishProfile({ file: "mine.yaml", text }, callerIn(tenantId))
  const machine = options.machine ?? NOTEBOOK
  yield* registered(callerIn(tenantId), machine, "mine")
  return yield* discovered(machine, options.technician === true ? "technician" : "user")
})

const phases = (report: Take, of: ReadonlyArray<EspPhase>) =>
  Effect.forEach(of, (phase) =>
    Effect.gen(function* () {
      const item = { category: "applications", item: "portal" } as const
      yield* report({ report: "esp-phase", phase, targeted: [item] })
      yield* report({ report: "esp-item", phase, ...item, state: "completed", code: null })
    }),
  )

const all = (report: Take, reports: ReadonlyArray<Report>) => Effect.forEach(reports, report)

const types = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact.type))

const last = (deviceId: string) => Effect.map(types(deviceId), (all) => all.at(-1))

const online = { report: "network", medium: "ethernet" } as const

describe("a self-deploying device", () => {
  it.effect("reaches its screen by its TPM alone, once; then only after it was allowed again", () =>
    Effect.gen(function* () {
      const first = yield* deviceWith("self-deploying")
      yield* all(first.report, [online, { report: "attestation" }, { report: "join" }, { report: "enrol" }])
      yield* phases(first.report, ["devicePreparation", "deviceSetup"])
      assert.strictEqual(yield* last(first.deviceId), "DeploymentSucceeded")
      const again = yield* discovered()
      yield* all(again.report, [online, { report: "attestation" }, { report: "join" }, { report: "enrol" }])
      const refused = (yield* readFacts(streamName("device", first.deviceId))).at(-2)?.fact
      assert.strictEqual(refused?.type === "EnrollmentRefused" && refused.data.code, "0x80180014")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("without TPM 2.0 is refused at the attestation with 0x800705B4", () =>
    Effect.gen(function* () {
      const { ekModulus: _none, ...noTpm } = NOTEBOOK
      const { deviceId, report } = yield* deviceWith("self-deploying", { machine: noTpm as typeof NOTEBOOK })
      yield* all(report, [online, { report: "attestation" }])
      const failed = (yield* readFacts(streamName("device", deviceId))).at(-1)?.fact
      assert.strictEqual(failed?.type === "DeploymentFailed" && failed.data.code, "0x800705B4")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a pre-provisioned device", () => {
  const technician: ReadonlyArray<Report> = [
    online,
    { report: "attestation" },
    { report: "join" },
    { report: "enrol" },
  ]

  it.effect("is resealed by the technician, rests, and runs its device part again for the user", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* deviceWith("pre-provisioned", { technician: true })
      yield* all(report, technician)
      yield* phases(report, ["devicePreparation", "deviceSetup"])
      yield* report({ report: "reseal" })
      const early = yield* Effect.flip(report({ report: "answers", answers: {} }))
      assert.strictEqual(
        early.message,
        '"OobeAnswered" cannot happen now: the attempt is in "resealed", which takes it only when attempt.minutesSinceReseal >= 90; else it takes NetworkConnected, DeviceReset, DeviceRestarted. Report what the device is really doing, in order.',
      )
      yield* TestClock.adjust("90 minutes")
      yield* all(report, [
        { report: "answers", answers: {} },
        { report: "sign-in", userPrincipalName: "ann@contoso.com" },
      ])
      yield* phases(report, ESP_PHASES)
      assert.strictEqual(yield* last(deviceId), "DeploymentSucceeded")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect.each(["pre-provisioned", "user-driven", "self-deploying"])(
    "is refused with 0x80180005 when its profile, built on %s, forbids it",
    (base) =>
      Effect.gen(function* () {
        const { deviceId, report } = yield* deviceWith(base, {
          technician: true,
          more: base === "pre-provisioned" ? "oobe: { preProvisioning: forbidden }" : "",
        })
        yield* all(report, technician.slice(0, 2))
        const [refused, failed] = (yield* readFacts(streamName("device", deviceId))).slice(-2)
        assert.strictEqual(refused?.fact.type, "EnrollmentRefused")
        assert.strictEqual(failed?.fact.type === "DeploymentFailed" && failed.fact.data.code, "0x80180005")
      }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a hybrid device", () => {
  const upToDomain: ReadonlyArray<Report> = [
    online,
    { report: "answers", answers: {} },
    { report: "sign-in", userPrincipalName: "ann@contoso.com" },
    { report: "enrol" },
    { report: "domain-join", state: "waiting" },
  ]

  it.effect("enrols before it joins, and reaches the desktop", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* deviceWith("user-driven-hybrid")
      yield* all(report, [
        ...upToDomain,
        { report: "domain-join", state: "processed" },
        { report: "domain-controller", reached: true },
        { report: "join" },
      ])
      yield* phases(report, ESP_PHASES)
      assert.strictEqual(yield* last(deviceId), "DeploymentSucceeded")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is named by the prefix of its profile, and digits up to 15 characters", () =>
    Effect.gen(function* () {
      const more = "device: { namePrefix: HQ- }"
      const { deviceId, report } = yield* deviceWith("user-driven-hybrid", { more })
      yield* all(report, upToDomain)
      const names = (yield* readFacts(streamName("device", deviceId))).flatMap(({ fact }) =>
        fact.type === "DeviceEnrolled" ? [fact.data.deviceName] : [],
      )
      assert.match(names.join(), /^HQ-\d{12}$/)
    }).pipe(Effect.provide(serviceWorld)),
  )

  const unseen: Report = { report: "domain-controller", reached: false }

  it.effect("fails with 0x80070774 when no domain controller is in sight", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* deviceWith("user-driven-hybrid")
      yield* all(report, [...upToDomain, { report: "domain-join", state: "processed" }, unseen])
      const failed = (yield* readFacts(streamName("device", deviceId))).at(-1)?.fact
      assert.strictEqual(failed?.type === "DeploymentFailed" && failed.data.code, "0x80070774")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("joins without a domain controller in sight where its profile says to skip that", () =>
    Effect.gen(function* () {
      const more = "device: { skipDomainControllerCheck: true }"
      const { deviceId, report } = yield* deviceWith("user-driven-hybrid", { more })
      const processed: Report = { report: "domain-join", state: "processed" }
      yield* all(report, [...upToDomain, processed, unseen, { report: "join" }])
      assert.deepStrictEqual((yield* types(deviceId)).slice(-2), ["DomainControllerChecked", "DeviceJoined"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has 40 minutes more on the page than its profile says", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* deviceWith("user-driven-hybrid")
      yield* all(report, [
        ...upToDomain,
        { report: "domain-join", state: "processed" },
        { report: "domain-controller", reached: true },
        { report: "join" },
      ])
      yield* phases(report, ["devicePreparation"])
      yield* report({ report: "esp-phase", phase: "deviceSetup", targeted: [] })
      yield* report({
        report: "esp-phase",
        phase: "accountSetup",
        targeted: [{ category: "applications", item: "portal" }],
      })
      yield* TestClock.adjust("95 minutes")
      yield* report(online)
      assert.strictEqual(yield* last(deviceId), "NetworkConnected")
      yield* TestClock.adjust("10 minutes")
      yield* report(online)
      assert.strictEqual((yield* types(deviceId)).at(-2), "EspTimedOut")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
