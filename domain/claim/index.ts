export * from "./claim.ts"
export * from "./events.ts"
