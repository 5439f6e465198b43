export * from "./ways.ts"
