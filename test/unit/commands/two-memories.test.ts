import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { streamName } from "#domain/kernel"
import { Devices, type Report, readFacts, takeReport } from "#workflows/commands"
import { deadlines } from "#workflows/engine"
import { EventStore, EventStoreFailure } from "#workflows/ports"
import { callerIn, contoso, discovered, registered } from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"

const network: Report = { report: "network", medium: "wifi" }
const answers: Report = { report: "answers", answers: { region: "GB" } }

/** A device that two nodes know as of its discovery: each keeps its own memory of devices, the log is one. */
const twoNodes = Effect.gen(function* () {
  yield* registered(callerIn(yield* contoso))
  const found = yield* discovered()
  const node = Effect.gen(function* () {
    const memory = yield* Layer.build(Layer.fresh(Devices.layer))
    const on = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provideContext(effect, memory)
    yield* on(Devices.use((devices) => devices.load(found.deviceId)))
    const remembered = Devices.use((devices) => devices.recall(found.deviceId))
    return {
      report: (report: Report, key: string) => on(takeReport(report, found, { key })),
      due: on(Effect.map(remembered, ({ machines, process }) => deadlines(process, machines))),
    }
  })
  const types = Effect.map(readFacts(streamName("device", found.deviceId)), (facts) =>
    facts.map(({ fact }) => fact.type).slice(-3),
  )
  return { one: yield* node, other: yield* node, types }
})

describe("a node that remembers a device as it was", () => {
  it.effect("takes what only the other node's reports made possible", () =>
    Effect.gen(function* () {
      const { one, other, types } = yield* twoNodes
      yield* one.report(network, "n")
      yield* other.report(answers, "a")
      assert.deepStrictEqual(yield* types, ["ProfileDelivered", "NetworkConnected", "OobeAnswered"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gives the first answer to a report that the other node took, and remembers when that was", () =>
    Effect.gen(function* () {
      const { one, other, types } = yield* twoNodes
      const first = yield* one.report(network, "n")
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* other.report(network, "n"), first)
      assert.deepStrictEqual((yield* types).slice(-2), ["ProfileDelivered", "NetworkConnected"])
      assert.deepStrictEqual(yield* other.due, yield* one.due)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("refuses what it remembers as possible when the log has moved past it", () =>
    Effect.gen(function* () {
      const { one, other } = yield* twoNodes
      yield* one.report(network, "n")
      yield* one.report(answers, "a")
      yield* other.report({ report: "sign-in", userPrincipalName: "ann@contoso.com" }, "s")
      yield* one.report({ report: "join" }, "j")
      yield* one.report({ report: "enrol" }, "e")
      const refusal = yield* Effect.flip(other.report({ report: "join" }, "late"))
      assert.include(refusal.message, `"DeviceJoined" cannot happen now`)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("asks a store that fails once and says so, as how the stream stands is not the matter", () =>
    Effect.gen(function* () {
      const { one } = yield* twoNodes
      const store = yield* EventStore
      let asked = 0
      const failing = EventStore.of({
        ...store,
        append: () =>
          Effect.suspend(() => {
            asked += 1
            return new EventStoreFailure({
              operation: "append",
              reason: "The disk is full.",
              remedy: "Make room.",
              outcome: "not-done",
            })
          }),
      })
      const failure = yield* Effect.flip(
        one.report(network, "n").pipe(Effect.provideService(EventStore, failing)),
      )
      assert.deepStrictEqual([failure._tag, asked], ["EventStoreFailure", 1])
    }).pipe(Effect.provide(serviceWorld)),
  )
})
