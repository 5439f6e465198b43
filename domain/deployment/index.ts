export * from "./esp.ts"
