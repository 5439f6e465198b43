export * from "./decide.ts"
export * from "./events.ts"
export * from "./refusals.ts"
export * from "./state.ts"
