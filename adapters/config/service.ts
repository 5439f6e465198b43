import { Layer } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { embeddedKeys, memoryKeys } from "#adapters/keys"
import { readModelFile } from "#adapters/readmodels"
import { allProjections } from "#projections/all"
import { knowledge } from "#projections/knowledge"
import { readModels } from "#projections/runtime"
import { Devices } from "#workflows/commands"
import { shippedProfiles } from "./shipped-profiles.ts"
import type { StoreUrl } from "./store-url.ts"

/** The file of keys or read models that goes with a log: `flightlog.sqlite` has `flightlog-keys.sqlite`. */
const beside = (path: string, what: string): string => path.replace(/(\.sqlite|\.db)?$/, `-${what}.sqlite`)

const filesOf = (url: StoreUrl) =>
  url.kind === "memory"
    ? Layer.mergeAll(memoryEventStore, memoryKeys, readModelFile({ path: ":memory:", store: "memory:" }))
    : Layer.mergeAll(
        embeddedEventStore(url.path),
        embeddedKeys(beside(url.path, "keys")),
        readModelFile({ path: beside(url.path, "read-models"), store: url.path }),
      )

/**
 * Everything that commands, processes and reads need, on one store: the log, the keys, the read models, the devices.
 * `serve`, every command of the CLI and the end-to-end tests are built from this.
 */
export const serviceOn = (url: StoreUrl) =>
  Layer.mergeAll(Devices.layer, knowledge, shippedProfiles).pipe(
    Layer.provideMerge(readModels(allProjections)),
    Layer.provideMerge(filesOf(url)),
    Layer.provideMerge(systemEntropy),
  )
