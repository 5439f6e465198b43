import { Context, Effect, Layer, Result } from "effect"
import { type EventStoreDbOptions, eventStoreDb, readAddress } from "#adapters/eventstore/eventstoredb"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { EventStore } from "#workflows/ports"
import { type ProtocolServerOptions, protocolServer } from "./eventstoredb-protocol/server.ts"

/** Quick to give up, so that tests are quick. */
const HASTY: EventStoreDbOptions = { limitMillis: 300, patienceMillis: 3000, quietMillis: 10_000 }

/** Opens the adapter at an address, for as long as the scope is open. */
export const openStore = (url: string, options: EventStoreDbOptions = {}) =>
  Effect.map(
    Layer.build(eventStoreDb(Result.getOrThrow(readAddress(url)), { ...HASTY, ...options })),
    (context) => Context.get(context, EventStore),
  )

/** A memory store that servers share. */
export const openMemory = Effect.map(Layer.build(Layer.fresh(memoryEventStore)), (context) =>
  Context.get(context, EventStore),
)

/** Starts a protocol server in front of a store. */
export const serve = (store: EventStore["Service"], options: ProtocolServerOptions = {}) =>
  Effect.provideService(protocolServer(options), EventStore, store)

/** A server in front of a fresh memory store, and the adapter that speaks to it. */
export const openWorld = Effect.fnUntraced(function* (options: EventStoreDbOptions = {}) {
  const behind = yield* openMemory
  const server = yield* serve(behind)
  const store = yield* openStore(server.url, options)
  return { behind, server, store }
})
