export * from "./events.ts"
export * from "./user.ts"
