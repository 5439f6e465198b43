import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { makeSignal } from "#adapters/eventstore/contract"
import { watchOthers } from "../../../adapters/eventstore/embedded/watch.ts"

/** A reader of which only the data version is asked. */
const aReader = () => {
  const looked = { times: 0, version: 1 }
  const reader = {
    dataVersion: () => {
      looked.times += 1
      return looked.version
    },
  }
  return { looked, reader }
}

describe("watching other processes", () => {
  it.live("looks while somebody follows, and stops with the last one", () =>
    Effect.gen(function* () {
      const { looked, reader } = aReader()
      const watching = watchOthers(reader, makeSignal())
      const follow = Effect.forkChild(Effect.scoped(Effect.andThen(watching, Effect.never)), {
        startImmediately: true,
      })
      const [one, other] = [yield* follow, yield* follow]
      yield* Effect.sleep(60)
      yield* Fiber.interrupt(one)
      const { times } = looked
      expect(times).toBeGreaterThan(0)
      yield* Effect.sleep(60)
      expect(looked.times).toBeGreaterThan(times)
      yield* Fiber.interrupt(other)
      const last = looked.times
      yield* Effect.sleep(60)
      expect(looked.times).toBe(last)
    }),
  )
})

describe("a signal", () => {
  it.effect("wakes all who wait, and none waits for what has happened since it looked", () =>
    Effect.gen(function* () {
      const signal = makeSignal()
      const seen = signal.count
      const waiting = yield* Effect.forkChild(Effect.all([signal.past(seen), signal.past(seen)]), {
        startImmediately: true,
      })
      signal.notify()
      yield* Fiber.join(waiting)
      yield* signal.past(seen)
      const next = yield* Effect.forkChild(signal.past(signal.count), { startImmediately: true })
      expect(next.pollUnsafe()).toBe(undefined)
      yield* Fiber.interrupt(next)
    }),
  )
})
