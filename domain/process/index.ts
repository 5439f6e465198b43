export * from "./events.ts"
export * from "./process.ts"
