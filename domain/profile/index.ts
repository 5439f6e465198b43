export * from "./compiled-machine.ts"
export * from "./settings.ts"
