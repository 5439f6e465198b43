import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { streamName } from "#domain/kernel"
import { Devices, readFacts } from "#workflows/commands"
import { type FoldedEvent, fold, type Machines } from "#workflows/engine"
import { contoso, enrolled } from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"

/** The events of a device that failed at its enrolment, and the machines that they run. */
const failedDeployment = Effect.gen(function* () {
  const { deviceId } = yield* enrolled(yield* contoso, "bob@contoso.com")
  const { machines } = yield* (yield* Devices).load(deviceId)
  const events = (yield* readFacts(streamName("device", deviceId))).map(
    ({ event, fact }): FoldedEvent => ({
      fact: fact as FoldedEvent["fact"],
      recordedAt: event.metadata.recordedAt,
      emitted: event.metadata.emitted === true,
      position: event.position,
    }),
  )
  return { events, machines }
}).pipe(Effect.provide(Layer.fresh(serviceWorld)))

const reasonOf = (events: ReadonlyArray<FoldedEvent>, machines: Machines): string => {
  const folded = fold(events, machines)
  return Result.isFailure(folded) ? folded.failure.message : "no error"
}

describe("a history that somebody altered", () => {
  it.effect("is told by a conclusion that is missing", () =>
    Effect.gen(function* () {
      const { events, machines } = yield* failedDeployment
      assert.match(
        reasonOf(events.slice(0, -1), machines),
        /EnrollmentRefused.*DeploymentFailed should follow it/,
      )
    }),
  )

  it.effect("is told by a conclusion that says something else", () =>
    Effect.gen(function* () {
      const { events, machines } = yield* failedDeployment
      const altered = events.map((event) =>
        event.fact.type === "DeploymentFailed"
          ? { ...event, fact: { ...event.fact, data: { ...event.fact.data, reason: "bad luck" } } }
          : event,
      )
      assert.match(reasonOf(altered, machines), /"DeploymentFailed" at position .*the statechart concludes/)
    }),
  )

  it.effect("is told by an input that could not have happened there", () =>
    Effect.gen(function* () {
      const { events, machines } = yield* failedDeployment
      const without = events.filter(({ fact }) => fact.type !== "NetworkConnected")
      assert.match(
        reasonOf(without, machines),
        /"OobeAnswered" at position .* does not follow .*is in "outOfBox.discovered"/,
      )
    }),
  )
})
