// This face loads nothing at run time: the embedded store's writer thread imports it and has to start at once.
export * from "./category.ts"
export * from "./expectation.ts"
export * from "./position.ts"
