import { join } from "node:path"
import type { Worker } from "node:worker_threads"
import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Fiber, Layer, Stream } from "effect"
import { vi } from "vitest"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { EventStore, START } from "#workflows/ports"
import { anEvent, someEvents } from "../../support/proposed-events.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"

const { threads, sent } = vi.hoisted(() => ({ threads: [] as Array<Worker>, sent: [] as Array<unknown> }))

vi.mock("node:worker_threads", async (original) => {
  const node = await original<typeof import("node:worker_threads")>()
  class Observed extends node.Worker {
    constructor(...args: ConstructorParameters<typeof node.Worker>) {
      super(...args)
      threads.push(this)
    }
    override postMessage(message: unknown) {
      sent.push(message)
      super.postMessage(message)
    }
  }
  return { ...node, Worker: Observed }
})

const directory = temporaryDirectory()

const open = (name: string) =>
  Effect.map(Layer.build(embeddedEventStore(join(directory, name))), (context) =>
    Context.get(context, EventStore),
  )

describe("the writer thread", () => {
  it.live("gets the appends of one turn of the event loop together, sixteen at a time", () =>
    Effect.gen(function* () {
      const store = yield* open("together.sqlite")
      sent.length = 0
      yield* Effect.forEach(someEvents(40), (event, n) => store.append(`device-${n}`, "no-stream", [event]), {
        concurrency: "unbounded",
      })
      expect(sent.map((orders) => Array.isArray(orders) && orders.length)).toEqual([16, 16, 8])
    }),
  )

  it.live(
    "is replaced when it dies: appends under way have an unknown outcome, and repeats of them count once",
    () =>
      Effect.gen(function* () {
        const store = yield* open("dies.sqlite")
        const events = someEvents(50)
        const appendAll = Effect.forEach(
          events,
          (event, n) => Effect.result(store.append(`device-${n}`, "no-stream", [event])),
          { concurrency: "unbounded" },
        )
        const underWay = yield* Effect.forkChild(appendAll, { startImmediately: true })
        threads.at(-1)?.terminate()
        const failures = (yield* Fiber.join(underWay)).filter((outcome) => outcome._tag === "Failure")
        expect(failures.length).toBeGreaterThan(0)
        for (const { failure } of failures) expect(failure).toMatchObject({ outcome: "unknown" })
        const repeated = yield* appendAll
        expect(repeated.every(({ _tag }) => _tag === "Success")).toBe(true)
        expect(yield* Stream.runCollect(store.readAll(START))).toHaveLength(50)
      }),
  )

  it.live("ends with the store's scope", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(
        Effect.flatMap(open("ends.sqlite"), (store) => store.append("device-1", "no-stream", [anEvent()])),
      )
      // A thread that has ended has no id.
      expect(threads.at(-1)?.threadId).toBe(-1)
    }),
  )
})
