import type { Worker } from "node:worker_threads"
import { expect, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { vi } from "vitest"
import { START } from "#workflows/ports"
import { openWorld } from "../../support/eventstoredb-world.ts"
import { anEvent, someEvents } from "../../support/proposed-events.ts"

const { threads } = vi.hoisted(() => ({ threads: [] as Array<Worker> }))

vi.mock("node:worker_threads", async (original) => {
  const node = await original<typeof import("node:worker_threads")>()
  class Observed extends node.Worker {
    constructor(...args: ConstructorParameters<typeof node.Worker>) {
      super(...args)
      threads.push(this)
    }
  }
  return { ...node, Worker: Observed }
})

it.live("a thread that dies is replaced, and what it had under way is repeated and stored once", () =>
  Effect.gen(function* () {
    const { store } = yield* openWorld()
    const events = someEvents(60)
    const appending = yield* Effect.forkChild(
      Effect.forEach(events, (event, n) => store.append(`device-${n}`, "no-stream", [event]), {
        concurrency: "unbounded",
      }),
      { startImmediately: true },
    )
    const before = threads.length
    threads.at(-1)?.terminate()
    const answers = yield* Fiber.join(appending)
    expect(threads.length).toBe(before + 1)
    expect(answers).toHaveLength(60)
    expect(yield* Stream.runCollect(store.readAll(START))).toHaveLength(60)
  }),
)

it.live("the thread ends with the store's scope", () =>
  Effect.gen(function* () {
    yield* Effect.scoped(
      Effect.flatMap(openWorld(), ({ store }) => store.append("device-1", "no-stream", [anEvent()])),
    )
    // A thread that has ended has no id.
    expect(threads.at(-1)?.threadId).toBe(-1)
  }),
)
