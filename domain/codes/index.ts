export * from "./codes.ts"
export * from "./lookup.ts"
