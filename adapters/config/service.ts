import { Effect, Layer } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { embeddedKeys, memoryKeys } from "#adapters/keys"
import { readModelFile } from "#adapters/readmodels"
import { allProjections } from "#projections/all"
import { knowledge } from "#projections/knowledge"
import { readModels } from "#projections/runtime"
import { Devices } from "#workflows/commands"
import { EventStore, type EventStoreFailure, START } from "#workflows/ports"
import { shippedProfiles } from "./shipped-profiles.ts"
import { storeFiles } from "./store-files.ts"
import type { StoreUrl } from "./store-url.ts"

const keysIn = (path: string) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { head, identity } = yield* EventStore
      return embeddedKeys(path, { identity: yield* identity, isEmpty: (yield* head) === START })
    }),
  )

/** The log alone. */
export const logOn = (url: StoreUrl): Layer.Layer<EventStore, EventStoreFailure> =>
  url.kind === "memory" ? memoryEventStore : embeddedEventStore(url.path)

const keysOn = (url: StoreUrl) => {
  const files = storeFiles(url)
  return files === null ? memoryKeys : keysIn(files.keys)
}

/** The log and the keys that it is written with. */
export const logAndKeysOn = (url: StoreUrl) =>
  keysOn(url).pipe(Layer.provideMerge(logOn(url)), Layer.provideMerge(systemEntropy))

/** Read models belong to the log itself, not to its path: one that was deleted and made anew has another identity. */
const readModelsOf = (url: StoreUrl) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const store = yield* (yield* EventStore).identity
      return readModelFile({ path: storeFiles(url)?.readModels ?? ":memory:", store })
    }),
  )

/**
 * Everything that commands, processes and reads need, on one store: the log, the keys, the read models, the devices.
 * `serve`, every command of the CLI and the end-to-end tests are built from this.
 */
export const serviceOn = (url: StoreUrl) =>
  Layer.mergeAll(Devices.layer, knowledge, shippedProfiles).pipe(
    Layer.provideMerge(readModels(allProjections)),
    Layer.provideMerge(readModelsOf(url)),
    Layer.provideMerge(logAndKeysOn(url)),
  )
