import { Effect, Layer } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { eventStoreDb } from "#adapters/eventstore/eventstoredb"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { embeddedKeys, memoryKeys, streamKeys } from "#adapters/keys"
import { readModelFile } from "#adapters/readmodels"
import { allProjections } from "#projections/all"
import { claimCheckGate } from "#projections/claim-checks"
import { knowledge } from "#projections/knowledge"
import { readModels } from "#projections/runtime"
import { Devices } from "#workflows/commands"
import {
  type Entropy,
  EventStore,
  type EventStoreFailure,
  type Keys,
  type KeysFailure,
  START,
} from "#workflows/ports"
import { shippedProfiles } from "./shipped-profiles.ts"
import { keyFileOf, storeFiles } from "./store-files.ts"
import type { StoreUrl } from "./store-url.ts"

const keysIn = (path: string) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { head, identity } = yield* EventStore
      return embeddedKeys(path, { identity: yield* identity, isEmpty: (yield* head) === START })
    }),
  )

/** The log alone. */
export const logOn = (url: StoreUrl): Layer.Layer<EventStore, EventStoreFailure> => {
  switch (url.kind) {
    case "memory":
      return memoryEventStore
    case "sqlite":
      return embeddedEventStore(url.path)
    case "eventstoredb":
      return eventStoreDb(url.address)
  }
}

/** The log and the keys that it is written with: in a file beside it, or in streams of the same database. */
const logWithKeys = (
  url: StoreUrl,
): Layer.Layer<EventStore | Keys, EventStoreFailure | KeysFailure, Entropy> => {
  switch (url.kind) {
    case "memory":
      return Layer.mergeAll(memoryKeys, memoryEventStore)
    case "sqlite":
      return Layer.provideMerge(keysIn(keyFileOf(url.path)), embeddedEventStore(url.path))
    case "eventstoredb":
      return Layer.provideMerge(streamKeys, eventStoreDb(url.address))
  }
}

/** The log and its keys. */
export const logAndKeysOn = (url: StoreUrl) => Layer.provideMerge(logWithKeys(url), systemEntropy)

/** Read models belong to the log itself, not to its path: one that was deleted and made anew has another identity. */
const readModelsOf = (url: StoreUrl) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const store = yield* (yield* EventStore).identity
      return readModelFile({ path: url.kind === "memory" ? ":memory:" : storeFiles(url).readModels, store })
    }),
  )

/**
 * Everything that commands, processes and reads need, on one store: the log, the keys, the read models, the devices.
 * `serve`, every command of the CLI and the end-to-end tests are built from this.
 */
export const serviceOn = (url: StoreUrl) =>
  Layer.mergeAll(Devices.layer, knowledge, claimCheckGate, shippedProfiles).pipe(
    Layer.provideMerge(readModels(allProjections)),
    Layer.provideMerge(readModelsOf(url)),
    Layer.provideMerge(logAndKeysOn(url)),
  )
