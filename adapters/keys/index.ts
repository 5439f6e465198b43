export { copyKeys } from "./copy-keys.ts"
export { embeddedKeys } from "./embedded.ts"
export { memoryKeys } from "./memory.ts"
export { streamKeys } from "./streams.ts"
