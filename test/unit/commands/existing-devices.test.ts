import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { readOfflineProfile } from "#domain/device"
import { streamName } from "#domain/kernel"
import { deviceAt, whyProfile } from "#workflows/audit"
import { discover, publishProfile, readFacts, removeIntuneRecord, takeReport } from "#workflows/commands"
import { exportPublished } from "#workflows/rollout"
import { callerIn, contoso, registered, upToEnrolment } from "../../support/contoso.ts"
import { AFTER, capture, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const PROFILE = `dsl: 1
kind: DeploymentProfile
name: old-laptops
extends: existing-devices
`

/** The file of Contoso's profile for existing devices, with something of it changed. */
const fileFor = Effect.fnUntraced(function* (tenantId: string, changes: object = {}) {
  yield* publishProfile({ file: "old-laptops.yaml", text: PROFILE }, callerIn(tenantId))
  const wanted = { name: "old-laptops", version: null, to: "autopilot-json" } as const
  // The tenant has another id in Entra than here.
  const { text } = yield* exportPublished(tenantId, wanted, { tenantId: "entra", domain: "contoso.com" })
  return Result.getOrThrow(readOfflineProfile(JSON.stringify({ ...JSON.parse(text), ...changes })))
})

let keys = 0
const asking = (file: Effect.Success<ReturnType<typeof fileFor>>) =>
  discover(capture(NOTEBOOK, AFTER), { key: `asking-${keys++}` }, { file })

const history = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact))

describe("a device that is not registered, with a profile in a file on its disk", () => {
  it.effect("is deployed by that profile, the same device each time, and is never registered", () =>
    Effect.gen(function* () {
      const file = yield* fileFor(yield* contoso)
      const found = yield* asking(file)
      assert.strictEqual(found.profile.name, "old-laptops")
      assert.deepStrictEqual(yield* asking(file), { ...found, position: (yield* asking(file)).position })
      for (const report of upToEnrolment()) yield* takeReport(report, found, { key: `report-${keys++}` })
      const facts = yield* history(found.deviceId)
      assert.deepStrictEqual(
        facts.map(({ type }) => type),
        [
          "OfflineProfilePresented",
          "DeploymentStarted",
          "NetworkConnected",
          "OobeAnswered",
          "UserSignedIn",
          "DeviceJoined",
          "DeviceEnrolled",
        ],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is told what it is by its history: hardware, file and profile, and that none is assigned", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const { deviceId } = yield* asking(yield* fileFor(tenantId))
      const { state } = yield* deviceAt(deviceId, tenantId, null)
      assert.strictEqual(state.status, "unregistered")
      assert.deepInclude(state.unregistered?.hardware, { serialNumber: NOTEBOOK.serialNumber })
      assert.strictEqual(
        (yield* whyProfile(deviceId, tenantId, null)).says,
        'The device was never registered, so no profile is assigned to it. A file on its disk gave it "old-laptops" version 1 in attempt 1.',
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("leaves Intune as others do, and that is all that can be removed of it", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const found = yield* asking(yield* fileFor(tenantId))
      const remove = removeIntuneRecord(found.deviceId, { act: "delete", reason: "sold" }, callerIn(tenantId))
      assert.include((yield* Effect.flip(remove)).message, "no Intune record")
      for (const report of upToEnrolment()) yield* takeReport(report, found, { key: `report-${keys++}` })
      yield* removeIntuneRecord(found.deviceId, { act: "delete", reason: "sold" }, callerIn(tenantId))
      assert.strictEqual((yield* history(found.deviceId)).at(-1)?.type, "IntuneRecordRemoved")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has the file of a profile that is gone refused with 809, and those of other tenants", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const gone = yield* fileFor(tenantId, { ZtdCorrelationId: "6b1cbd43-5a52-5d0b-9b0e-222222222222" })
      const unknown = yield* Effect.flip(asking(gone))
      assert.strictEqual(unknown._tag === "Refusal" && unknown.number, "809")
      const other = yield* fileFor(tenantId, { CloudAssignedTenantDomain: "fabrikam.com" })
      const foreign = yield* Effect.flip(asking(other))
      assert.strictEqual(foreign._tag === "Refusal" && foreign.code, "offline-profile-of-another-tenant")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("cannot be told by a file to deploy by its TPM", () =>
    Effect.gen(function* () {
      const refusal = yield* Effect.flip(
        asking(yield* fileFor(yield* contoso, { CloudAssignedOobeConfig: 380 })),
      )
      assert.strictEqual(refusal._tag === "Refusal" && refusal.code, "offline-profile-not-user-driven")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it("has a file that cannot be read refused, saying how to make one", () => {
    const read = readOfflineProfile('{ "Version": 2049 }')
    assert.isTrue(Result.isFailure(read))
    if (Result.isFailure(read))
      assert.include(read.failure.message, "profile export NAME --to autopilot-json")
  })
})

describe("a registered device with such a file", () => {
  it.effect("gets the profile that is assigned to it, and the history tells of both", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const file = yield* fileFor(tenantId)
      const deviceId = yield* registered(callerIn(tenantId))
      const found = yield* asking(file)
      assert.deepStrictEqual([found.deviceId, found.profile.name], [deviceId, "default"])
      const started = (yield* history(deviceId)).find((fact) => fact.type === "DeploymentStarted")
      assert.deepInclude(started?.data, {
        offline: { correlationId: file.ZtdCorrelationId.toLowerCase(), applied: false },
      })
    }).pipe(Effect.provide(serviceWorld)),
  )
})
