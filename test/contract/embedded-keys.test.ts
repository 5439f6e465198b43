import { join } from "node:path"
import { Layer } from "effect"
import { systemEntropy } from "#adapters/entropy"
import { embeddedKeys } from "#adapters/keys"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { keysContract } from "./keys.ts"

const path = join(temporaryDirectory(), "keys.sqlite")

keysContract("embedded", Layer.provide(embeddedKeys(path), systemEntropy))
