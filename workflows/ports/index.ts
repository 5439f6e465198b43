export * from "./entropy.ts"
export * from "./event-store.ts"
export * from "./keys.ts"
export * from "./knowledge.ts"
