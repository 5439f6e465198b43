// This face loads nothing but Node itself: the embedded store's writer thread imports it and has to start at once.
export * from "./fault.ts"
export type { FileKind, Migration } from "./file-kind.ts"
export { watchPlace } from "./in-place.ts"
export { damagesOf, inspect } from "./inspect.ts"
export * from "./open.ts"
