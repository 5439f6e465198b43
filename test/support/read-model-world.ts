import { Effect, Layer } from "effect"
import { readModelFile } from "#adapters/readmodels"
import { type Projection, ReadModels, readModels } from "#projections/runtime"
import { EventStore } from "#workflows/ports"
import { memoryWorld } from "./memory-world.ts"

/** Read models in memory, for whatever log is provided. */
export const readModelsInMemory = (projections: ReadonlyArray<Projection>) =>
  Layer.fresh(readModels(projections)).pipe(
    Layer.provideMerge(Layer.fresh(readModelFile({ path: ":memory:", store: "test" }))),
  )

/** Read models in a file, for whatever log is provided; another call on the same path is another process's. */
export const readModelsOnFile = (path: string, ...projections: ReadonlyArray<Projection>) =>
  Layer.fresh(readModels(projections)).pipe(
    Layer.provideMerge(Layer.fresh(readModelFile({ path, store: "test", leaseMillis: 200 }))),
  )

/** A log, keys and the read models of these projections, all in memory. */
export const readModelWorld = (...projections: ReadonlyArray<Projection>) =>
  readModelsInMemory(projections).pipe(Layer.provideMerge(memoryWorld))

/** Waits until the read models have all that is in the log. */
export const caughtUp = Effect.gen(function* () {
  const { head } = yield* EventStore
  const { reached } = yield* ReadModels
  yield* reached(yield* head)
})
