import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, References } from "effect"
import { TestClock } from "effect/testing"
import { makeLease } from "../../../adapters/eventstore/eventstoredb/lease.ts"
import { lasting } from "../../../adapters/eventstore/eventstoredb/trouble.ts"

const LEASE = 15_000

describe("the lease of the processes, for a user who may not read it", () => {
  it.effect("is asked for once a second, so that neither the server nor the log is flooded", () =>
    Effect.gen(function* () {
      let asked = 0
      const refused = Effect.suspend(() => {
        asked += 1
        return Effect.fail(lasting("The user lacks a right for it.", "Give it to the user."))
      })
      const { hold } = makeLease({ call: () => refused }, { append: () => refused }, LEASE)
      const waiting = yield* Effect.forkChild(hold(Effect.die("nobody may work without the lease")), {
        startImmediately: true,
      })
      assert.strictEqual(asked, 1)
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual(asked, 11)
      yield* Fiber.interrupt(waiting)
    }).pipe(Effect.provideService(References.MinimumLogLevel, "None")),
  )
})
