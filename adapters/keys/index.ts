export { embeddedKeys } from "./embedded.ts"
export { memoryKeys } from "./memory.ts"
