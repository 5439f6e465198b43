export * from "./esp.ts"
export * from "./scenario.ts"
