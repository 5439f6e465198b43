export { embeddedEventStore } from "./store.ts"
