import { Layer } from "effect"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { memoryKeys } from "#adapters/keys"
import { seededEntropy } from "./seeded-entropy.ts"

/**
 * All that the workflows ask of the outside, in memory and repeatable: an empty log, new keys, entropy from a seed. One world for each
 * test that is run with it, shared by the layers of that test.
 */
export const memoryWorld = Layer.mergeAll(memoryEventStore, memoryKeys).pipe(
  Layer.provideMerge(seededEntropy()),
)
