// A thread's own file imports only types from here: it has to start at once.
export * from "./protocol.ts"
export * from "./writer.ts"
