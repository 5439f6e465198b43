export * from "./entropy.ts"
export * from "./event-store.ts"
export * from "./keys.ts"
