import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { deriveId, streamId, streamName } from "#domain/kernel"
import { deregister, discover, readFacts, registerDevice, type TenantCaller } from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { ADMIN, callerIn, registered, registrationOf, tenantNamed } from "../../support/contoso.ts"
import { AFTER, capture, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

/** What a registration came to: the device, or the code of its refusal. */
const outcome = (caller: TenantCaller) =>
  registerDevice(registrationOf(NOTEBOOK), caller).pipe(
    Effect.map(() => "registered"),
    Effect.catchTag("Refusal", ({ code, number }) => Effect.succeed(number ?? code)),
  )

/** Runs something while virtual time goes by. */
const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust("10 seconds")
    return yield* Fiber.join(fiber)
  })

/** A store in which a process dies before it can write to a device's stream. */
const dyingBeforeDevice = Layer.effect(
  EventStore,
  Effect.map(EventStore, (store) => ({
    ...store,
    append: (stream, expected, events) =>
      stream.startsWith("device-") ? Effect.die("killed") : store.append(stream, expected, events),
  })),
)

/** A store that lets others go on before each write: whoever is at it at the same instant meets at every step. */
const takingTurns = Layer.effect(
  EventStore,
  Effect.map(EventStore, (store) => ({
    ...store,
    append: (stream, expected, events) =>
      Effect.andThen(Effect.yieldNow, store.append(stream, expected, events)),
  })),
)

const types = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) => facts.map(({ fact }) => fact.type))

describe("a machine has one owner", () => {
  it.effect("whoever asks at the same instant: one wins, the other gets 808", () =>
    Effect.gen(function* () {
      const contoso = yield* tenantNamed("Contoso")
      const fabrikam = yield* tenantNamed("Fabrikam")
      const both = Effect.all([outcome(callerIn(contoso)), outcome(callerIn(fabrikam))], {
        concurrency: "unbounded",
      })
      assert.deepStrictEqual((yield* inTime(both)).toSorted(), ["808", "registered"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("and so it is where they meet at every step of the way", () =>
    Effect.gen(function* () {
      const contoso = yield* tenantNamed("Contoso")
      const fabrikam = yield* tenantNamed("Fabrikam")
      const both = Effect.all(
        [outcome(callerIn(contoso)), outcome(callerIn(fabrikam)), outcome(callerIn(contoso))],
        { concurrency: "unbounded" },
      ).pipe(Effect.provide(takingTurns))
      const outcomes = yield* inTime(both)
      assert.strictEqual(outcomes.filter((one) => one === "registered").length, 1)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("the refusal of another tenant's machine says nothing of its owner", () =>
    Effect.gen(function* () {
      const contoso = yield* tenantNamed("Contoso")
      const fabrikam = yield* tenantNamed("Fabrikam")
      const deviceId = yield* registered(callerIn(contoso))
      const refusal = yield* Effect.flip(registerDevice(registrationOf(NOTEBOOK), callerIn(fabrikam)))
      for (const secret of ["Contoso", contoso, deviceId]) assert.notInclude(JSON.stringify(refusal), secret)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gives the first answer when the same registration is asked for again", () =>
    Effect.gen(function* () {
      const caller = callerIn(yield* tenantNamed("Contoso"))
      const first = yield* registerDevice(registrationOf(NOTEBOOK), caller)
      assert.deepStrictEqual(yield* registerDevice(registrationOf(NOTEBOOK), caller), first)
      const other = yield* Effect.flip(registerDevice(registrationOf(NOTEBOOK, "sales"), caller))
      assert.strictEqual(other._tag === "Refusal" && other.code, "idempotency-key-reused")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a registration that died between its claims and its device", () => {
  it.effect("is waited for, then voided and taken over; the sleeper that wakes up gets 808", () =>
    Effect.gen(function* () {
      const sleeper = callerIn(yield* tenantNamed("Contoso"))
      const taker = yield* tenantNamed("Fabrikam")
      yield* Effect.exit(outcome(sleeper).pipe(Effect.provide(dyingBeforeDevice)))
      assert.strictEqual(yield* inTime(outcome(callerIn(taker))), "registration-pending")
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(yield* inTime(outcome(callerIn(taker))), "registered")
      assert.strictEqual(yield* inTime(outcome(sleeper)), "808")
      const command = deriveId(
        "command",
        sleeper.tenantId,
        ADMIN.kind,
        ADMIN.id,
        "register-device",
        sleeper.key,
      )
      assert.deepStrictEqual(yield* types(deriveId("device", command)), ["RegistrationVoided"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is carried on when it is repeated in time", () =>
    Effect.gen(function* () {
      const caller = callerIn(yield* tenantNamed("Contoso"))
      yield* Effect.exit(outcome(caller).pipe(Effect.provide(dyingBeforeDevice)))
      assert.strictEqual(yield* inTime(outcome(caller)), "registered")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is carried on at once where it continues a former registration", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const former = yield* registered(callerIn(tenantId))
      yield* deregister(former, "sold", callerIn(tenantId))
      const caller = callerIn(tenantId)
      yield* Effect.exit(outcome(caller).pipe(Effect.provide(dyingBeforeDevice)))
      const { stream } = yield* registerDevice(registrationOf(NOTEBOOK), caller)
      assert.strictEqual(streamId(stream), former)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gives its answer again even when the device has left again", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      yield* deregister(yield* registered(callerIn(tenantId)), "sold", callerIn(tenantId))
      const caller = callerIn(tenantId)
      const again = yield* registerDevice(registrationOf(NOTEBOOK), caller)
      yield* deregister(streamId(again.stream), "sold again", callerIn(tenantId))
      assert.deepStrictEqual(yield* registerDevice(registrationOf(NOTEBOOK), caller), again)
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a deregistered machine", () => {
  it.effect("begins a new life in the same stream for the same tenant, and is 807 to itself in between", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const deviceId = yield* registered(callerIn(tenantId))
      yield* deregister(deviceId, "sold", callerIn(tenantId))
      const unknown = yield* Effect.flip(discover(capture(NOTEBOOK, AFTER), { key: "boot" }))
      assert.strictEqual(unknown._tag === "Refusal" && unknown.number, "807")
      assert.strictEqual(yield* registered(callerIn(tenantId)), deviceId)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gets a stream of its own in another tenant, which never sees the former one", () =>
    Effect.gen(function* () {
      const contoso = yield* tenantNamed("Contoso")
      const fabrikam = yield* tenantNamed("Fabrikam")
      const former = yield* registered(callerIn(contoso))
      yield* deregister(former, "sold", callerIn(contoso))
      const { stream } = yield* registerDevice(registrationOf(NOTEBOOK), callerIn(fabrikam))
      assert.notStrictEqual(streamId(stream), former)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("frees its identities even when the program died before it could release them", () =>
    Effect.gen(function* () {
      const contoso = yield* tenantNamed("Contoso")
      const fabrikam = yield* tenantNamed("Fabrikam")
      const former = yield* registered(callerIn(contoso))
      const dying = Layer.effect(
        EventStore,
        Effect.map(EventStore, (store) => ({
          ...store,
          append: (stream, expected, events) =>
            stream.startsWith("hardware-") ? Effect.die("killed") : store.append(stream, expected, events),
        })),
      )
      yield* Effect.exit(deregister(former, "sold", callerIn(contoso)).pipe(Effect.provide(dying)))
      assert.strictEqual(yield* inTime(outcome(callerIn(fabrikam))), "registered")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
