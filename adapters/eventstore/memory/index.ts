export { memoryEventStore } from "./store.ts"
