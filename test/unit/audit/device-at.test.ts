import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { DeviceAt, deviceAt, deviceHistory, readMoment } from "#workflows/audit"
import { EventStore } from "#workflows/ports"
import { serviceWorld } from "../../support/service-world.ts"
import { aSignedInDevice } from "./a-device.ts"

const isDeviceAt = Schema.is(DeviceAt)

const at = Effect.fnUntraced(function* (text: string) {
  const { deviceId, tenantId } = yield* aSignedInDevice
  return yield* deviceAt(deviceId, tenantId, yield* readMoment(text))
})

describe("a device's state at a moment", () => {
  it.effect("is what was recorded by then, and nothing that came later", () =>
    Effect.gen(function* () {
      const { state } = yield* at("1970-01-01T00:04:59Z")
      assert.include(state.asOf, { type: "OobeAnswered", revision: 7 })
      assert.isTrue(state.attempt?.answered)
      assert.isNull(state.attempt?.signedIn, "the sign-in came a second later")
      assert.isTrue(isDeviceAt(state), "it is what its Schema says")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("includes what was recorded at that very moment", () =>
    Effect.gen(function* () {
      const { state } = yield* at("1970-01-01T00:05:00Z")
      assert.strictEqual(state.asOf.type, "UserSignedIn")
      assert.strictEqual(state.attempt?.signedIn?.user.userPrincipalName, "ann@contoso.com")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("can be asked by a position of the log", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* aSignedInDevice
      const [registered, , tagged] = yield* deviceHistory(deviceId, tenantId)
      const { state: before } = yield* deviceAt(
        deviceId,
        tenantId,
        yield* readMoment(registered?.position ?? ""),
      )
      const { state: after } = yield* deviceAt(deviceId, tenantId, yield* readMoment(tagged?.position ?? ""))
      assert.isNull(before.registration?.groupTag)
      assert.strictEqual(after.registration?.groupTag, "sales")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has the profile that held then, with its settings, and what the device waited for", () =>
    Effect.gen(function* () {
      const { state } = yield* at("1970-01-01T00:05:00Z")
      assert.strictEqual(state.profile?.ref.name, "default")
      assert.strictEqual(state.profile?.settings?.name, "default")
      assert.include(state.waiting.attempt?.takes ?? [], "DeviceJoined")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is the present one when no moment is asked for", () =>
    Effect.gen(function* () {
      const { deviceId, report, tenantId } = yield* aSignedInDevice
      yield* report({ report: "join" })
      const { state } = yield* deviceAt(deviceId, tenantId, null)
      assert.isTrue(state.attempt?.joined)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("keeps an input and what was concluded from it together, as they were recorded", () =>
    Effect.gen(function* () {
      const { deviceId, report, tenantId } = yield* aSignedInDevice
      yield* report({ report: "join" })
      yield* report({ report: "enrol" })
      const phase = "devicePreparation"
      const tracked = { category: "applications", item: "portal" } as const
      yield* report({ report: "esp-phase", phase, targeted: [tracked] })
      yield* report({ report: "esp-item", phase, ...tracked, state: "completed", code: null })
      const history = yield* deviceHistory(deviceId, tenantId)
      const concluded = history.findIndex(({ type }) => type === "EspPhaseCompleted")
      assert.isTrue(history[concluded]?.emitted)
      const input = yield* readMoment(history[concluded - 1]?.position ?? "")
      assert.strictEqual((yield* deviceAt(deviceId, tenantId, input)).state.asOf.type, "EspPhaseCompleted")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("says so when nothing was known of the device yet", () =>
    Effect.gen(function* () {
      const refusal = yield* Effect.flip(at("1970-01-01T00:00:30Z"))
      assert.strictEqual(
        refusal.message,
        "Nothing was known of this device at 1970-01-01T00:00:30.000Z: its first event was recorded at 1970-01-01T00:01:00.000Z. Ask for that time or a later one.",
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is nobody else's: to another tenant the device does not exist", () =>
    Effect.gen(function* () {
      const { deviceId } = yield* aSignedInDevice
      const refusal = yield* Effect.flip(deviceAt(deviceId, "another-tenant", null))
      assert.include(refusal, { _tag: "Refusal", number: "807" })
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a moment as people write it", () => {
  it.effect.each([
    ["2026-11-23T08:30:00Z", "2026-11-23T08:30:00.000Z"],
    ["2026-11-23T09:30+01:00", "2026-11-23T08:30:00.000Z"],
    ["2026-11-23T08:30:00.123456Z", "2026-11-23T08:30:00.123Z"],
    ["2026-11-23", "2026-11-23T00:00:00.000Z"],
  ])("%s is the time %s", ([text, time]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* readMoment(text ?? ""), { by: "time", time } as never)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect.each(["2026-11-23T08:30:00", "2026-13-45", "yesterday", "z99", "", "7"])(
    "%s is refused, and told what a moment looks like",
    (text) =>
      Effect.gen(function* () {
        const refusal = yield* Effect.flip(readMoment(text))
        assert.strictEqual(
          refusal.message,
          `"${text}" is neither a time with its zone nor a position of the log. Write 2026-11-23T08:30:00Z, 2026-11-23T09:30+01:00, 2026-11-23 (midnight in UTC), or a position of its history, such as c113.`,
        )
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("may be any position up to the end of the log", () =>
    Effect.gen(function* () {
      yield* aSignedInDevice
      const head = yield* (yield* EventStore).head
      assert.deepStrictEqual(yield* readMoment(head), { by: "position", position: head })
    }).pipe(Effect.provide(serviceWorld)),
  )
})
