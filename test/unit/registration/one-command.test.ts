import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { streamId } from "#domain/kernel"
import { Devices, readFacts, registerDevice } from "#workflows/commands"
import { EventStore, EventStoreFailure } from "#workflows/ports"
import { callerIn, registrationOf, tenantNamed } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

type Append = EventStore["Service"]["append"]

const failure = (outcome: "not-done" | "unknown") =>
  new EventStoreFailure({ operation: "append", reason: "The line was cut.", remedy: "Repeat it.", outcome })

/** A node of its own on the log, which appends to device streams in its own way. */
const nodeThat = (appendToDevice: (append: Append) => Append) =>
  Layer.provideMerge(
    Layer.fresh(Devices.layer),
    Layer.effect(
      EventStore,
      Effect.map(EventStore, (store) => ({
        ...store,
        append: (stream, expected, events) =>
          (stream.startsWith("device-") ? appendToDevice(store.append) : store.append)(
            stream,
            expected,
            events,
          ),
      })),
    ),
  )

/** Who holds each identity that a device was registered with. */
const holdersOf = Effect.fn(function* (deviceId: string) {
  const facts = yield* readFacts(`device-${deviceId}`)
  const claims = facts.flatMap(({ fact }) => (fact.type === "DeviceRegistered" ? fact.data.claims : []))
  return yield* Effect.forEach(claims, (claim) =>
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
})
