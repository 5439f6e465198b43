import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import { streamName } from "#domain/kernel"
import { type Report, readFacts } from "#workflows/commands"
import { contoso, enrolled } from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"

const types = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact.type))

const TARGETED = [
  { category: "securityPolicies", item: "baseline" },
  { category: "applications", item: "portal" },
] as const

const begin = (phase: EspPhase): Report => ({ report: "esp-phase", phase, targeted: TARGETED })

const item = (
  phase: EspPhase,
  { category, item }: (typeof TARGETED)[number],
  state: "completed" | "failed" = "completed",
): Report => ({
  report: "esp-item",
  phase,
  category,
  item,
  state,
  code: state === "failed" ? "0x87D1041C" : null,
})

describe("a deployment", () => {
  it.effect("reaches the desktop, and its history says how", () =>
    Effect.gen(function* () {
      const { deviceId, profile, report } = yield* enrolled(yield* contoso)
      assert.strictEqual(profile.name, "default")
      for (const phase of ESP_PHASES) {
        yield* report(begin(phase))
        for (const tracked of TARGETED) yield* report(item(phase, tracked))
      }
      assert.deepStrictEqual((yield* types(deviceId)).slice(-4), [
        "EspItemReported",
        "EspPhaseCompleted",
        "DesktopReleased",
        "DeploymentSucceeded",
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused at enrolment with 0x80180018 when its user has no licence, and that is a fact", () =>
    Effect.gen(function* () {
      const { deviceId } = yield* enrolled(yield* contoso, "bob@contoso.com")
      assert.deepStrictEqual((yield* types(deviceId)).slice(-2), ["EnrollmentRefused", "DeploymentFailed"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("goes on after a failed app was tried again, and keeps what was installed before", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* enrolled(yield* contoso)
      yield* report(begin("devicePreparation"))
      yield* report(item("devicePreparation", TARGETED[0]))
      yield* report(item("devicePreparation", TARGETED[1], "failed"))
      yield* report({ report: "retry" })
      yield* report(begin("devicePreparation"))
      yield* report(item("devicePreparation", TARGETED[1]))
      assert.deepStrictEqual((yield* types(deviceId)).slice(-6), [
        "EspItemReported",
        "EspFailed",
        "RetryChosen",
        "EspPhaseStarted",
        "EspItemReported",
        "EspPhaseCompleted",
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("lets a time-out pass that a late report finds due, at the moment it was due", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* enrolled(yield* contoso)
      yield* report(begin("devicePreparation"))
      yield* TestClock.adjust("3 hours")
      yield* report(item("devicePreparation", TARGETED[1]))
      const history = yield* readFacts(streamName("device", deviceId))
      const [timeout, late] = history.slice(-2).map(({ fact }) => fact)
      assert.strictEqual(
        timeout?.type === "EspTimedOut" ? `${timeout.data.dueAt}` : "",
        "1970-01-01T00:19:00.000Z",
      )
      assert.strictEqual(late?.type, "EspItemReported")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("refuses a report after its end, naming what is to be done", () =>
    Effect.gen(function* () {
      const { report } = yield* enrolled(yield* contoso, "bob@contoso.com")
      const refusal = yield* Effect.flip(report({ report: "enrol" }))
      assert.strictEqual(
        refusal.message,
        "Attempt 1 is over. Discover the device's profile again to begin a new attempt.",
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("refuses what cannot happen now, naming the state and what it takes", () =>
    Effect.gen(function* () {
      const { report } = yield* enrolled(yield* contoso)
      const refusal = yield* Effect.flip(report({ report: "answers", answers: {} }))
      assert.strictEqual(
        refusal.message,
        '"OobeAnswered" cannot happen now: the attempt is in "devicePreparation.identifying", which takes EspPhaseStarted, NetworkConnected, DeviceReset, DeviceRestarted. Report what the device is really doing, in order.',
      )
    }).pipe(Effect.provide(serviceWorld)),
  )
})
