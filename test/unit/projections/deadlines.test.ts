import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { deadlines, dueDeadlines, nextDue } from "#projections/deadlines"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { minute, record, TENANT } from "../../support/recorded-facts.ts"
import { connected, started } from "../../support/told-facts.ts"

const waits = (stream: string, until: number) =>
  record(stream, connected(), { ...started(), wakeAt: { state: "outOfBox", dueAt: minute(until) } })

const world = () => Effect.provide(readModelWorld(deadlines))

it.effect("given streams that wait, then those that are due come the most overdue first, up to a limit", () =>
  Effect.gen(function* () {
    yield* waits("device-b", 20)
    yield* waits("device-a", 10)
    yield* waits("device-c", 30)
    yield* caughtUp
    expect(yield* dueDeadlines(minute(9), 10)).toEqual([])
    expect(yield* dueDeadlines(minute(20), 10)).toEqual([
      { stream: "device-a", tenantId: TENANT, state: "outOfBox", dueAt: minute(10) },
      { stream: "device-b", tenantId: TENANT, state: "outOfBox", dueAt: minute(20) },
    ])
    expect(yield* dueDeadlines(minute(99), 1)).toHaveLength(1)
    expect(yield* nextDue()).toBe(minute(10))
  }).pipe(world()),
)

it.effect(
  "given a later append, then it tells the stream's deadline anew, or that there is none any more",
  () =>
    Effect.gen(function* () {
      yield* waits("device-a", 10)
      yield* waits("device-a", 50)
      yield* caughtUp
      expect(yield* nextDue()).toBe(minute(50))
      yield* record("device-a", connected())
      yield* caughtUp
      expect(yield* nextDue()).toBe(minute(50))
      yield* record("device-a", { ...connected(), wakeAt: null })
      yield* caughtUp
      expect(yield* nextDue()).toBeNull()
    }).pipe(world()),
)
