import { Layer } from "effect"
import { Devices } from "#workflows/commands"
import { logKnowledge } from "./log-knowledge.ts"
import { memoryWorld } from "./memory-world.ts"
import { shippedProfiles } from "./shipped.ts"

/** Everything that commands and processes need, in memory: one whole service without its edges. */
export const serviceWorld = Layer.mergeAll(Devices.layer, logKnowledge, shippedProfiles).pipe(
  Layer.provideMerge(memoryWorld),
)
