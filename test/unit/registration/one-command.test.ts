import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { streamId } from "#domain/kernel"
import { Devices, deregister, readFacts, registerDevice } from "#workflows/commands"
import { EventStore, EventStoreFailure } from "#workflows/ports"
import { callerIn, registered, registrationOf, tenantNamed } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

type Append = EventStore["Service"]["append"]
type Read = EventStore["Service"]["read"]

const failure = (outcome: "not-done" | "unknown") =>
  new EventStoreFailure({ operation: "append", reason: "The line was cut.", remedy: "Repeat it.", outcome })

/** A node of its own on the log, with a store of its own kind. */
const nodeOn = (change: (store: EventStore["Service"]) => Partial<EventStore["Service"]>) =>
  Layer.provideMerge(
    Layer.fresh(Devices.layer),
    Layer.effect(
      EventStore,
      Effect.map(EventStore, (store) => ({ ...store, ...change(store) })),
    ),
  )

/** A node that appends to device streams in its own way. */
const nodeThat = (appendToDevice: (append: Append) => Append) =>
  nodeOn(({ append }) => ({
    append: (stream, expected, events) =>
      (stream.startsWith("device-") ? appendToDevice(append) : append)(stream, expected, events),
  }))

/** A node that reads streams in its own way. */
const nodeWhose = (reads: (read: Read) => Read) => nodeOn(({ read }) => ({ read: reads(read) }))

/** The identities that a device was registered with last. */
const claimsOf = Effect.fn(function* (deviceId: string) {
  const facts = yield* readFacts(`device-${deviceId}`)
  return facts.flatMap(({ fact }) => (fact.type === "DeviceRegistered" ? fact.data.claims : []))
})

/** Who holds each identity that a device was registered with. */
const holdersOf = Effect.fn(function* (deviceId: string) {
  return yield* Effect.forEach(yield* claimsOf(deviceId), (claim) =>
    Effect.map(readFacts(claim), (held) => {
      const last = held.at(-1)?.fact
      return last?.type === "HardwareClaimed" ? last.data.deviceId : null
    }),
  )
})

describe("one registration that two nodes carry out at once, as they do with an import", () => {
  it.effect("keeps its identities when one of the two could not write", () =>
    Effect.gen(function* () {
      const caller = callerIn(yield* tenantNamed("Contoso"))
      const wish = registerDevice(registrationOf(NOTEBOOK), caller)
      const world = yield* Effect.context<Layer.Success<typeof serviceWorld>>()
      // Both have claimed, the other one registers, and then the line of this one is bad.
      const unlucky = nodeThat(
        () => () =>
          Effect.andThen(Effect.orDie(Effect.provideContext(wish, world)), Effect.fail(failure("not-done"))),
      )
      const failed = yield* Effect.flip(Effect.provide(wish, unlucky))
      assert.strictEqual(failed._tag, "EventStoreFailure")
      const deviceId = streamId((yield* wish).stream)
      assert.deepStrictEqual([...new Set(yield* holdersOf(deviceId))], [deviceId])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("keeps its claims while it is not known whether the device came to be", () =>
    Effect.gen(function* () {
      const caller = callerIn(yield* tenantNamed("Contoso"))
      const wish = registerDevice(registrationOf(NOTEBOOK), caller)
      const lost = failure("unknown")
      // The answer is lost for good, after the append was carried out.
      const cut = nodeThat(
        (append) =>
          (...order) =>
            Effect.andThen(append(...order), Effect.fail(lost)),
      )
      const failing = yield* Effect.forkChild(Effect.flip(Effect.provide(wish, cut)))
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual(yield* Fiber.join(failing), lost)
      const { stream } = yield* wish
      const deviceId = streamId(stream)
      assert.deepStrictEqual([...new Set(yield* holdersOf(deviceId))], [deviceId])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("keeps its identities when the other one registers between two looks of this one", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      // The tenant had the machine before: its former device begins another life.
      const former = yield* registered(callerIn(tenantId))
      const claims = yield* claimsOf(former)
      yield* deregister(former, "sold", callerIn(tenantId))
      const wish = registerDevice(registrationOf(NOTEBOOK), callerIn(tenantId))
      const stream = `device-${former}`
      const [claimed, meanwhile] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const other = nodeThat(
        (append) =>
          (...order) =>
            Deferred.succeed(claimed, undefined).pipe(
              Effect.andThen(Deferred.await(meanwhile)),
              Effect.andThen(append(...order)),
            ),
      )
      const registering = yield* Effect.forkChild(Effect.provide(wish, other), { startImmediately: true })
      yield* Deferred.await(claimed)
      // Once for what was answered before, once for the holder of each claim: then it looks whether a former device is there.
      let looks = 0
      const looksAgain = claims.length + 2
      const slow = nodeWhose((read) => (name, options) => {
        looks += name === stream ? 1 : 0
        const registersNow = Effect.andThen(Deferred.succeed(meanwhile, undefined), Fiber.join(registering))
        const isNow = name === stream && looks === looksAgain
        return Effect.andThen(isNow ? Effect.orDie(registersNow) : Effect.void, read(name, options))
      })
      const repeating = yield* Effect.forkChild(Effect.provide(wish, slow), { startImmediately: true })
      yield* TestClock.adjust("10 seconds")
      const answer = yield* Fiber.join(repeating)
      assert.strictEqual(answer.stream, stream)
      assert.deepStrictEqual(answer, yield* Fiber.join(registering))
      assert.deepStrictEqual([...new Set(yield* holdersOf(former))], [former])
    }).pipe(Effect.provide(serviceWorld)),
  )
})
