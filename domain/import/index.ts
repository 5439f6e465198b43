export * from "./events.ts"
