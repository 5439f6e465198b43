export { type EventStoreDbAddress, readAddress } from "./address.ts"
export { AsideStreams, type Held } from "./aside.ts"
export { type EventStoreDbOptions, eventStoreDb } from "./store.ts"
