import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { ESP_CATEGORIES, ESP_PHASES } from "#domain/deployment"
import { streamName } from "#domain/kernel"
import { Devices, type ReadFact, type Report, readFacts } from "#workflows/commands"
import { type DeviceProcess, type FoldedEvent, fold } from "#workflows/engine"
import { callerIn, contoso, discovered, registered, upToEnrolment } from "../../support/contoso.ts"
import { serviceWorld } from "../../support/service-world.ts"

const phase = fc.constantFrom(...ESP_PHASES)
const category = fc.constantFrom(...ESP_CATEGORIES)
const item = fc.constantFrom("one", "two")

const anyReport: fc.Arbitrary<Report> = fc.oneof(
  fc.record({
    report: fc.constant("esp-phase" as const),
    phase,
    targeted: fc.uniqueArray(fc.record({ category, item }), { selector: JSON.stringify, maxLength: 4 }),
  }),
  fc.record({
    report: fc.constant("esp-item" as const),
    phase,
    category,
    item,
    state: fc.constantFrom("inProgress" as const, "completed" as const, "failed" as const),
    code: fc.constant(null),
  }),
  fc.constantFrom(
    { report: "network", medium: "wifi" } as const,
    { report: "sign-in", userPrincipalName: "eve@elsewhere.com" } as const,
    { report: "retry" } as const,
    { report: "collect-logs" } as const,
    { report: "reset" } as const,
  ),
)

/** A step of a random life: a report, or time that goes by in silence. */
const step = fc.oneof(
  { weight: 5, arbitrary: anyReport },
  { weight: 1, arbitrary: fc.constantFrom("10 minutes" as const, "25 hours" as const) },
)

const life = fc.record({
  before: fc.constantFrom(...upToEnrolment().map((_, index) => upToEnrolment().slice(0, index + 1))),
  later: fc.array(step, { maxLength: 25 }),
})

const live = Effect.fn(function* ({ before, later }: typeof life extends fc.Arbitrary<infer L> ? L : never) {
  yield* registered(callerIn(yield* contoso))
  const { deviceId, report } = yield* discovered()
  // A refusal is a legal end of a random report.
  for (const one of [...before, ...later])
    yield* typeof one === "string" ? TestClock.adjust(one) : Effect.ignore(report(one))
  return deviceId
})

/** A device as plain data: what is true of it, where its statecharts stand, and what they wait for. */
const plain = ({ attempt, device, lifecycle }: DeviceProcess) =>
  JSON.parse(
    JSON.stringify({
      device,
      states: [lifecycle?.snapshot.value, attempt?.snapshot.value],
      timers: [lifecycle?.timers, attempt?.timers],
    }),
  )

const folded = ({ event, fact }: ReadFact): FoldedEvent => ({
  fact: fact as FoldedEvent["fact"],
  recordedAt: event.metadata.recordedAt,
  emitted: event.metadata.emitted === true,
  position: event.position,
})

const check = (property: Effect.Effect<void, unknown, Layer.Success<typeof serviceWorld>>) =>
  Effect.runPromise(
    property.pipe(Effect.provide(serviceWorld), Effect.provide(TestClock.layer()), Effect.scoped),
  )

describe("the history of a device", () => {
  it("folded from the log is the device as it lived, conclusions included", () =>
    fc.assert(
      fc.asyncProperty(life, (steps) =>
        check(
          Effect.gen(function* () {
            const deviceId = yield* live(steps)
            const lived = yield* (yield* Devices).load(deviceId)
            const fresh = Devices.use((devices) => devices.load(deviceId))
            const replayed = yield* fresh.pipe(Effect.provide(Layer.fresh(Devices.layer)))
            assert.deepStrictEqual(plain(replayed.process), plain(lived.process))
          }),
        ),
      ),
      { numRuns: 40 },
    ))

  it("folded from a snapshot and the events since is the whole fold, wherever it is cut", () =>
    fc.assert(
      fc.asyncProperty(life, fc.nat(), (steps, seed) =>
        check(
          Effect.gen(function* () {
            const deviceId = yield* live(steps)
            const { machines, process } = yield* (yield* Devices).load(deviceId)
            const events = (yield* readFacts(streamName("device", deviceId))).map(folded)
            const inputs = events.flatMap(({ emitted }, index) => (emitted ? [] : [index]))
            const cut = inputs[seed % inputs.length] ?? 0
            const snapshot = Result.getOrThrow(fold(events.slice(0, cut), machines))
            const whole = Result.getOrThrow(fold(events.slice(cut), machines, snapshot))
            assert.deepStrictEqual(plain(whole), plain(process))
          }),
        ),
      ),
      { numRuns: 40 },
    ))
})
