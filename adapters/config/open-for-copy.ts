import { Context, Effect, Layer, type Scope } from "effect"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { AsideStreams, eventStoreDb } from "#adapters/eventstore/eventstoredb"
import { type KeyPlace, keyFile, keyStreams } from "#adapters/keys"
import { EventStore, type EventStoreFailure } from "#workflows/ports"
import { keyFileOf } from "./store-files.ts"
import type { LastingStoreUrl } from "./store-url.ts"

/** A log that is to be copied or to become a copy, and where its keys lie. */
export interface OpenForCopy {
  readonly log: EventStore["Service"]
  readonly keys: KeyPlace
}

/** Opens a log without its service, and without making keys for it, for as long as the scope is open. */
export const openForCopy = (
  url: LastingStoreUrl,
): Effect.Effect<OpenForCopy, EventStoreFailure, Scope.Scope> =>
  url.kind === "sqlite"
    ? Effect.map(Layer.build(Layer.fresh(embeddedEventStore(url.path))), (context) => ({
        log: Context.get(context, EventStore),
        keys: keyFile(keyFileOf(url.path)),
      }))
    : Effect.map(Layer.build(Layer.fresh(eventStoreDb(url.address))), (context) => ({
        log: Context.get(context, EventStore),
        keys: keyStreams(Context.get(context, AsideStreams)),
      }))
