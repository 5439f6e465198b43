import { Effect, Layer, Result } from "effect"
import { eventStoreDb, readAddress } from "#adapters/eventstore/eventstoredb"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { protocolServer } from "../support/eventstoredb-protocol/server.ts"
import { eventStoreContract } from "./event-store.ts"

/** The adapter, over gRPC, in front of a fresh memory store. */
const overProtocol = Layer.unwrap(
  Effect.map(protocolServer(), ({ url }) => eventStoreDb(Result.getOrThrow(readAddress(url)))),
).pipe(Layer.provide(Layer.fresh(memoryEventStore)))

eventStoreContract("eventstoredb over the protocol server", overProtocol)
