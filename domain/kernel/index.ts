export * from "./actor.ts"
export * from "./envelope.ts"
export * from "./ids.ts"
export * from "./timestamp.ts"
