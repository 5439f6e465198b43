import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { ESP_PHASES } from "#domain/deployment"
import { streamName } from "#domain/kernel"
import {
  autopilotReset,
  publishProfile,
  type Report,
  readFacts,
  removeIntuneRecord,
} from "#workflows/commands"
import { callerIn, contoso, discovered, enrolled, registered } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const history = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact))

/** A device of Ann's in use. */
const inUse = Effect.gen(function* () {
  const tenantId = yield* contoso
  const device = yield* enrolled(tenantId)
  for (const phase of ESP_PHASES) yield* device.report({ report: "esp-phase", phase, targeted: [] })
  return { ...device, tenantId }
})

describe("a Windows Autopilot Reset", () => {
  it.effect("keeps the enrolment and begins no new attempt; who signs in first owns the device", () =>
    Effect.gen(function* () {
      const { deviceId, report, tenantId } = yield* inUse
      yield* autopilotReset(deviceId, callerIn(tenantId))
      yield* report({ report: "autopilot-reset", state: "completed", userPrincipalName: "bob@contoso.com" })
      const [started, completed] = (yield* history(deviceId)).slice(-2)
      assert.deepInclude(started?.data, {
        how: "remote",
        drops: ["apps", "files", "settings"],
        primaryUser: "removed",
      })
      assert.include(started?.type === "AutopilotResetStarted" ? started.data.keeps : [], "intune-enrolment")
      assert.strictEqual(completed?.type, "AutopilotResetCompleted")
      assert.strictEqual(
        (yield* history(deviceId)).filter(({ type }) => type === "DeploymentStarted").length,
        1,
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("at the device itself keeps its user, and fails with 0x80070032 where recovery is off", () =>
    Effect.gen(function* () {
      const { deviceId, report } = yield* inUse
      yield* report({ report: "autopilot-reset", state: "started" })
      yield* report({ report: "autopilot-reset", state: "failed", code: "0x80070032" })
      const [started, failed] = (yield* history(deviceId)).slice(-2)
      assert.deepInclude(started?.data, { how: "local", primaryUser: "kept" })
      assert.deepStrictEqual(failed, { type: "AutopilotResetFailed", data: { code: "0x80070032" } })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused while the device is being set up, and for what is not in Intune", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const code = () =>
        Effect.map(Effect.flip(autopilotReset(deviceId, callerIn(tenantId))), (refusal) =>
          refusal._tag === "Refusal" ? refusal.code : refusal._tag,
        )
      assert.strictEqual(yield* code(), "no-intune-record")
      const { report } = yield* discovered()
      const way: ReadonlyArray<Report> = [
        { report: "network", medium: "wifi" },
        { report: "answers", answers: {} },
        { report: "sign-in", userPrincipalName: "ann@contoso.com" },
        { report: "join" },
        { report: "enrol" },
      ]
      for (const one of way) yield* report(one)
      assert.strictEqual(yield* code(), "deployment-running")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused for a device that joined an on-premises domain", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const text =
        "dsl: 1\nkind: DeploymentProfile\nname: domain\nextends: user-driven-hybrid\nassign: { groupTags: [domain] }\n"
      yield* publishProfile({ file: "domain.yaml", text }, callerIn(tenantId))
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK, "domain")
      const { report } = yield* discovered()
      const way: ReadonlyArray<Report> = [
        { report: "network", medium: "wifi" },
        { report: "answers", answers: {} },
        { report: "sign-in", userPrincipalName: "ann@contoso.com" },
        { report: "enrol" },
      ]
      for (const one of way) yield* report(one)
      const refusal = yield* Effect.flip(autopilotReset(deviceId, callerIn(tenantId)))
      assert.strictEqual(refusal._tag === "Refusal" && refusal.code, "reset-not-for-hybrid")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a full wipe", () => {
  it.effect(
    "ends the Intune record and what was running; the next setup is a new attempt that enrols anew",
    () =>
      Effect.gen(function* () {
        const tenantId = yield* contoso
        const { deviceId } = yield* enrolled(tenantId)
        yield* removeIntuneRecord(deviceId, { act: "wipe", reason: "lost" }, callerIn(tenantId))
        assert.deepStrictEqual(
          (yield* history(deviceId)).slice(-3).map(({ type }) => type),
          ["IntuneRecordRemoved", "DeviceReset", "DeploymentFailed"],
        )
        const again = yield* discovered()
        assert.strictEqual(again.attempt, 2)
      }).pipe(Effect.provide(serviceWorld)),
  )
})
