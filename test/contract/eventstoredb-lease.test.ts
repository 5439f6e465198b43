import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Exit, Fiber, Layer, Result, Scope } from "effect"
import { eventStoreDb, readAddress } from "#adapters/eventstore/eventstoredb"
import { EventStore, ProcessLease } from "#workflows/ports"
import { openMemory, serve } from "../support/eventstoredb-world.ts"
import { someEvents } from "../support/proposed-events.ts"

const LEASE = 600

/** A node of its own on a server, until its scope ends. */
const aNode = (url: string) =>
  Layer.build(
    Layer.fresh(eventStoreDb(Result.getOrThrow(readAddress(url)), { limitMillis: 300, leaseMillis: LEASE })),
  )

/** Work of a node that never ends; `working` has the nodes that do it at the moment. */
const work = (working: Set<string>, name: string) =>
  Effect.sync(() => working.add(name)).pipe(
    Effect.andThen(Effect.never),
    Effect.ensuring(Effect.sync(() => working.delete(name))),
  )

const starting = (node: Context.Context<never>, working: Set<string>, name: string) =>
  Effect.forkChild(Context.get(node, ProcessLease).hold(work(working, name)), { startImmediately: true })

const until = (isSo: () => boolean) =>
  Effect.gen(function* () {
    while (!isSo()) yield* Effect.sleep(5)
  }).pipe(Effect.timeout("20 seconds"))

describe("the lease of the processes", () => {
  it.live("lets one node work, and the other one when that is stopped or falls silent", () =>
    Effect.gen(function* () {
      const behind = yield* openMemory
      const { url } = yield* serve(behind)
      const working = new Set<string>()
      const first = yield* starting(yield* aNode(url), working, "first")
      yield* until(() => working.has("first"))
      const second = yield* starting(yield* aNode(url), working, "second")
      yield* Effect.sleep(2 * LEASE)
      expect([...working]).toEqual(["first"])

      yield* Fiber.interrupt(first)
      yield* until(() => working.has("second"))
      expect([...working]).toEqual(["second"])

      // A node whose server is away for it alone cannot renew; another one takes over when it was silent for long enough.
      const lost = yield* Scope.make()
      const third = yield* Scope.provide(serve(behind), lost)
      yield* Fiber.interrupt(second)
      const silent = yield* starting(yield* aNode(third.url), working, "silent")
      yield* until(() => working.has("silent"))
      yield* Scope.close(lost, Exit.void)
      const last = yield* starting(yield* aNode(url), working, "last")
      yield* until(() => working.has("last"))
      yield* Fiber.interrupt(silent)
      yield* Fiber.interrupt(last)
    }),
  )

  it.live("is no part of the log, and the log's head is found past it", () =>
    Effect.gen(function* () {
      const { url } = yield* serve(yield* openMemory)
      const node = yield* aNode(url)
      const store = Context.get(node, EventStore)
      const { position } = yield* store.append("device-1", "no-stream", someEvents(1))
      expect(yield* store.head).toBe(position)
      const working = new Set<string>()
      for (let turn = 0; turn < 30; turn++) {
        const holder = yield* starting(node, working, "one")
        yield* until(() => working.has("one"))
        yield* Fiber.interrupt(holder)
      }
      expect(yield* store.head).toBe(position)
      const next = yield* store.append("device-1", 0, someEvents(1))
      expect(yield* store.head).toBe(next.position)
      expect(yield* store.head).toBe(next.position)
    }),
  )
})
