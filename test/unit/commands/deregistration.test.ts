import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { streamName } from "#domain/kernel"
import {
  assignUser,
  Devices,
  deregister,
  discover,
  readFacts,
  registerDevice,
  removeIntuneRecord,
} from "#workflows/commands"
import { deregistration, wakeDue } from "#workflows/processes"
import {
  callerIn,
  contoso,
  discovered,
  enrolled,
  registered,
  registrationOf,
  tenantNamed,
} from "../../support/contoso.ts"
import { dyingAfter } from "../../support/dying-store.ts"
import { AFTER, capture, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const factsOf = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact))

/** The types of the last events of a device. */
const lastOf = (deviceId: string, count: number) =>
  Effect.map(factsOf(deviceId), (facts) => facts.slice(-count).map(({ type }) => type))

/** A notebook that Ann enrolled and that is meant for Bob: both stand in the way of its deregistration. */
const obstructed = Effect.gen(function* () {
  const tenantId = yield* contoso
  const { deviceId } = yield* enrolled(tenantId)
  yield* assignUser(deviceId, "bob@contoso.com", callerIn(tenantId))
  return { tenantId, deviceId }
})

describe("a deregistration", () => {
  it.effect("is refused while an Intune record is live and a user is assigned, and changes nothing", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* obstructed
      const before = yield* factsOf(deviceId)
      const refusal = yield* Effect.flip(deregister(deviceId, "sold", callerIn(tenantId)))
      assert.strictEqual(refusal._tag === "Refusal" && refusal.code, "deregistration-obstructed")
      assert.deepStrictEqual(yield* factsOf(deviceId), before)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("in order shows every step, and the answer names them", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* obstructed
      const answer = yield* deregister(deviceId, "sold", callerIn(tenantId), "in-order")
      const steps = ["DeregistrationStarted", "IntuneRecordRemoved", "UserUnassigned", "DeviceDeregistered"]
      assert.deepStrictEqual(
        answer.facts.map(({ type }) => type),
        steps,
      )
      assert.deepStrictEqual(yield* lastOf(deviceId, 4), steps)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gives the same answer again to the same command, also when the device lives again", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const deviceId = yield* registered(callerIn(tenantId))
      const caller = callerIn(tenantId)
      const first = yield* deregister(deviceId, "sold", caller)
      assert.strictEqual(yield* registered(callerIn(tenantId)), deviceId)
      assert.deepStrictEqual(yield* deregister(deviceId, "sold", caller), first)
      assert.strictEqual((yield* (yield* Devices).load(deviceId)).process.device.status, "registered")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("in one step leaves the Intune record, which is removed alone later", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* obstructed
      const { facts } = yield* deregister(deviceId, "sold", callerIn(tenantId), "one-step")
      const last = facts.at(-1)
      assert.deepStrictEqual(
        last?.type === "DeviceDeregistered" && last.data.leftBehind?.map(({ what }) => what),
        ["intune-record", "directory-object"],
      )
      yield* removeIntuneRecord(deviceId, { act: "wipe", reason: "lost" }, callerIn(tenantId))
      assert.deepStrictEqual(yield* lastOf(deviceId, 1), ["IntuneRecordRemoved"])
      assert.strictEqual(yield* registered(callerIn(tenantId)), deviceId)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gives the device that boots afterwards the ordinary setup", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* obstructed
      yield* deregister(deviceId, "sold", callerIn(tenantId), "in-order")
      const refusal = yield* Effect.flip(discover(capture(NOTEBOOK, AFTER), { key: "boot" }))
      assert.strictEqual(refusal._tag === "Refusal" && refusal.number, "807")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "of a device in the middle of its setup lets no deadline of that setup ring, and a new life begin",
    () =>
      Effect.gen(function* () {
        const tenantId = yield* contoso
        const { deviceId } = yield* enrolled(tenantId)
        yield* deregister(deviceId, "sold", callerIn(tenantId), "one-step")
        yield* TestClock.adjust("3 days")
        assert.strictEqual(yield* wakeDue, 0)
        assert.deepStrictEqual(yield* lastOf(deviceId, 1), ["DeviceDeregistered"])
        assert.strictEqual(yield* registered(callerIn(tenantId)), deviceId)
        assert.strictEqual((yield* discovered()).attempt, 2)
      }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a deregistration that died on its way", () => {
  for (const appends of [1, 2, 3, 4])
    it.effect(`after ${appends} of its writes is finished by the process, which does nothing twice`, () =>
      Effect.gen(function* () {
        const { deviceId, tenantId } = yield* obstructed
        const dying = deregister(deviceId, "sold", callerIn(tenantId), "in-order")
        yield* Effect.exit(dying.pipe(Effect.provide(dyingAfter(appends))))
        const batch = (yield* readFacts(streamName("device", deviceId))).filter(
          ({ fact }) => fact.type === "DeregistrationStarted",
        )
        yield* deregistration.react(batch)
        yield* deregistration.react(batch)
        assert.deepStrictEqual(yield* lastOf(deviceId, 4), [
          "DeregistrationStarted",
          "IntuneRecordRemoved",
          "UserUnassigned",
          "DeviceDeregistered",
        ])
        const fabrikam = yield* tenantNamed("Fabrikam")
        yield* registerDevice(registrationOf(NOTEBOOK), callerIn(fabrikam))
      }).pipe(Effect.provide(serviceWorld)),
    )

  it.effect("is finished by whoever asks again", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* obstructed
      const dying = deregister(deviceId, "sold", callerIn(tenantId), "in-order")
      yield* Effect.exit(dying.pipe(Effect.provide(dyingAfter(2))))
      const { facts } = yield* deregister(deviceId, "sold again", callerIn(tenantId))
      const last = facts.at(-1)
      assert.strictEqual(last?.type === "DeviceDeregistered" && last.data.reason, "sold")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
