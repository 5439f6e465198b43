import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer, Result, Stream } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { type EventStoreDbAddress, eventStoreDb, readAddress } from "#adapters/eventstore/eventstoredb"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { streamKeys } from "#adapters/keys"
import { EventStore, Keys, START } from "#workflows/ports"
import { protocolServer } from "../support/eventstoredb-protocol/server.ts"
import { openMemory, serve } from "../support/eventstoredb-world.ts"
import { someEvents } from "../support/proposed-events.ts"
import { keysContract } from "./keys.ts"
import { onRealNode } from "./real-node.ts"

const keysAt = (address: EventStoreDbAddress) =>
  streamKeys.pipe(Layer.provideMerge(eventStoreDb(address)), Layer.provide(systemEntropy))

const addressOf = (url: string) => Result.getOrThrow(readAddress(url))

const overProtocol = Layer.unwrap(Effect.map(protocolServer(), ({ url }) => keysAt(addressOf(url)))).pipe(
  Layer.provide(Layer.fresh(memoryEventStore)),
)

keysContract("in streams over the protocol server", overProtocol)

onRealNode("keys", (address) => keysContract("in streams of a real EventStoreDB node", keysAt(address)))

/** A process of its own on a server: its log and its keys. */
const open = (url: string) => Layer.build(Layer.fresh(keysAt(addressOf(url))))

describe("keys in streams", () => {
  it.live("are the same on every node, and no part of the log", () =>
    Effect.gen(function* () {
      const { url } = yield* serve(yield* openMemory)
      const [one, two] = [yield* open(url), yield* open(url)]
      const made = yield* Context.get(one, Keys).keyFor("person-1")
      expect(yield* Context.get(two, Keys).keyOf("person-1")).toEqual(made)
      expect(Context.get(two, Keys).digest("upn", "ann")).toBe(Context.get(one, Keys).digest("upn", "ann"))
      const store = Context.get(two, EventStore)
      expect(yield* store.head).toBe(START)
      expect(yield* Stream.runCollect(store.readAll(START))).toEqual([])
    }),
  )

  it.live("that one node erases are gone on every other one a second later", () =>
    Effect.gen(function* () {
      const { url } = yield* serve(yield* openMemory)
      const [one, two] = [yield* open(url), yield* open(url)]
      yield* Context.get(one, Keys).keyFor("person-1")
      const keyOf = Context.get(two, Keys).keyOf("person-1")
      expect(yield* keyOf).toHaveLength(32)
      yield* Context.get(one, Keys).erase("person-1")
      while ((yield* keyOf) !== null) yield* Effect.sleep(20)
    }),
  )

  it.live("that are lost are not made anew for a log that holds events", () =>
    Effect.gen(function* () {
      const behind = yield* openMemory
      const { url } = yield* serve(behind)
      yield* behind.append("device-1", "no-stream", someEvents(1))
      const failure = yield* Effect.flip(open(url))
      expect(failure.message).toContain("without the old keys no name in the log can be read")
    }),
  )
})
