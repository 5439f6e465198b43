export { type EventStoreDbAddress, readAddress } from "./address.ts"
export { type EventStoreDbOptions, eventStoreDb } from "./store.ts"
