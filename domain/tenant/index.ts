export * from "./events.ts"
export * from "./tenant.ts"
