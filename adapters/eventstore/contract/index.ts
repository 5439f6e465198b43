export * from "./follow.ts"
export * from "./prepare.ts"
export * from "./signal.ts"
export * from "./subscriptions.ts"
