export * from "./codec.ts"
export * from "./event-types.ts"
