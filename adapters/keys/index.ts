export { memoryKeys } from "./memory.ts"
