import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { streamName } from "#domain/kernel"
import { publishProfile, readFacts } from "#workflows/commands"
import { callerIn, contoso, discovered, registered, upToEnrolment } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const profile = (rest: string) => `dsl: 1
kind: DeploymentProfile
name: sales
extends: user-driven
assign: { groupTags: [sales] }
${rest}`

/** A registered notebook with the tag `sales`, given its profile as published in `versions`. */
const deployedWith = Effect.fn(function* (...versions: ReadonlyArray<string>) {
  const tenantId = yield* contoso
  for (const text of versions)
    yield* publishProfile({ file: "sales.yaml", text: profile(text) }, callerIn(tenantId))
  yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
  return yield* discovered()
})

const lastType = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.at(-1)?.fact.type)

describe("what is written in a profile", () => {
  it.effect("is what happens: a shorter time-out ends the wait sooner", () =>
    Effect.gen(function* () {
      const quick = yield* deployedWith(
        "workflow: { states: { outOfBox: { states: { discovered: { timeout: { after: 5m, to: failed, reason: too slow } } } } } }",
      )
      yield* TestClock.adjust("6 minutes")
      const refusal = yield* Effect.flip(quick.report({ report: "network", medium: "wifi" }))
      assert.include(refusal.message, "Attempt 1 is over")
      const history = yield* readFacts(streamName("device", quick.deviceId))
      const failed = history.at(-1)?.fact
      assert.strictEqual(failed?.type === "DeploymentFailed" && failed.data.reason, "too slow")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("changes the order of steps: an approval that the organisation sends holds the device", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* deployedWith(`signals: [ApprovalGranted]
workflow:
  states:
    outOfBox:
      states:
        joined:
          on: { DeviceEnrolled: waitingForApproval }
    waitingForApproval:
      on: { ApprovalGranted: devicePreparation }
      timeout: { after: 24h, to: failed, reason: nobody approved }
`)
      for (const step of upToEnrolment()) yield* report(step)
      const early = yield* Effect.flip(
        report({ report: "esp-phase", phase: "devicePreparation", targeted: [] }),
      )
      assert.include(early.message, 'is in "waitingForApproval", which takes ApprovalGranted')
      yield* TestClock.adjust("25 hours")
      yield* Effect.ignore(report({ report: "network", medium: "wifi" }))
      assert.strictEqual(yield* lastType(deviceId), "DeploymentFailed")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is frozen into a running attempt: a version that is published later changes nothing in it", () =>
    Effect.gen(function* () {
      const { deviceId, report, tenantId } = yield* deployedWith("")
      yield* publishProfile(
        {
          file: "sales.yaml",
          text: profile(
            "workflow: { states: { outOfBox: { states: { discovered: { timeout: { after: 1m, to: failed, reason: too slow } } } } } }",
          ),
        },
        callerIn(tenantId),
      )
      yield* TestClock.adjust("1 hour")
      yield* report({ report: "network", medium: "wifi" })
      assert.strictEqual(yield* lastType(deviceId), "NetworkConnected")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
