export * from "./events.ts"
export * from "./group.ts"
export * from "./membership-rule.ts"
export * from "./user.ts"
