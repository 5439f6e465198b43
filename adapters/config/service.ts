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
import { EventStore, START } from "#workflows/ports"
import { shippedProfiles } from "./shipped-profiles.ts"
import type { StoreUrl } from "./store-url.ts"

/** The file of keys or read models that goes with a log: `flightlog.sqlite` has `flightlog-keys.sqlite`. */
const beside = (path: string, what: string): string => path.replace(/(\.sqlite|\.db)?$/, `-${what}.sqlite`)

const keysOf = (path: string) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { head, identity } = yield* EventStore
      return embeddedKeys(path, { identity: yield* identity, isEmpty: (yield* head) === START })
    }),
  )

const logAndKeys = (url: StoreUrl) =>
  url.kind === "memory"
    ? Layer.mergeAll(memoryEventStore, memoryKeys)
    : Layer.provideMerge(keysOf(beside(url.path, "keys")), embeddedEventStore(url.path))

/** Read models belong to the log itself, not to its path: one that was deleted and made anew has another identity. */
const readModelsOf = (url: StoreUrl) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const store = yield* (yield* EventStore).identity
      const path = url.kind === "memory" ? ":memory:" : beside(url.path, "read-models")
      return readModelFile({ path, store })
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
    Layer.provideMerge(logAndKeys(url)),
    Layer.provideMerge(systemEntropy),
  )
