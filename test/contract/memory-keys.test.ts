import { Layer } from "effect"
import { memoryKeys } from "#adapters/keys"
import { seededEntropy } from "../support/seeded-entropy.ts"
import { keysContract } from "./keys.ts"

keysContract("memory", Layer.provide(memoryKeys, seededEntropy()))
