import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { streamName } from "#domain/kernel"
import { publishProfile, readFacts, sendSignal } from "#workflows/commands"
import { APPROVED_FIRST } from "../../support/approved-first.ts"
import { callerIn, contoso, discovered, registered } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const waiting = Effect.gen(function* () {
  const tenantId = yield* contoso
  yield* publishProfile({ file: "approved-first.yaml", text: APPROVED_FIRST }, callerIn(tenantId))
  const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK, "approval")
  return { tenantId, deviceId }
})

describe("a signal of the organisation's own", () => {
  it.effect("moves the deployment that waits for it, once for each key", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* waiting
      const { report } = yield* discovered()
      yield* report({ report: "network", medium: "wifi" })
      const caller = callerIn(tenantId)
      const first = yield* sendSignal(deviceId, "ApprovalGranted", caller)
      const again = yield* sendSignal(deviceId, "ApprovalGranted", caller)
      assert.deepStrictEqual(
        first.facts.map(({ type }) => type),
        ["SignalReceived"],
      )
      assert.strictEqual(again.position, first.position)
      const facts = yield* readFacts(streamName("device", deviceId))
      assert.strictEqual(facts.filter(({ fact }) => fact.type === "SignalReceived").length, 1)
      yield* report({ report: "answers", answers: {} })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused where nothing waits for it, with what to do", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* waiting
      const refused = (name: string) => Effect.flip(sendSignal(deviceId, name, callerIn(tenantId)))
      assert.include(yield* refused("ApprovalGranted"), { code: "no-deployment-running", kind: "conflict" })
      const { report } = yield* discovered()
      const early = yield* refused("ApprovalGranted")
      assert.include(early, { code: "not-now", kind: "conflict" })
      assert.match(early.message, /^"ApprovalGranted" cannot happen now: /)
      yield* report({ report: "network", medium: "wifi" })
      assert.include(yield* refused("Approved"), {
        code: "signal-unknown",
        what: 'The profile of this deployment declares no signal "Approved". It declares "ApprovalGranted".',
      })
      const another = callerIn("6b1cbd43-5a52-5d0b-9b0e-222222222222")
      assert.include(yield* Effect.flip(sendSignal(deviceId, "ApprovalGranted", another)), {
        code: "device-not-registered",
      })
    }).pipe(Effect.provide(serviceWorld)),
  )
})
