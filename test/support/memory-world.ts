import { Layer } from "effect"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { memoryKeys } from "#adapters/keys"
import { seededEntropy } from "./seeded-entropy.ts"

/** All that the workflows ask of the outside, in memory and repeatable: a fresh log, fresh keys, entropy from a seed. */
export const memoryWorldOf = (seed: number) =>
  Layer.mergeAll(memoryEventStore, memoryKeys).pipe(Layer.provideMerge(seededEntropy(seed)), Layer.fresh)

/** The memory world of seed 1. */
export const memoryWorld = memoryWorldOf(1)
