import { eventStoreDb } from "#adapters/eventstore/eventstoredb"
import { eventStoreContract } from "./event-store.ts"
import { onRealNode } from "./real-node.ts"

onRealNode("event store", (address) => eventStoreContract("a real EventStoreDB node", eventStoreDb(address)))
