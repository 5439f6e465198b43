import { Result } from "effect"
import { it } from "vitest"
import { eventStoreDb, readAddress } from "#adapters/eventstore/eventstoredb"
import { eventStoreContract } from "./event-store.ts"

const address = process.env.FLIGHTLOG_TEST_EVENTSTORE

const SKIPPED =
  "a real EventStoreDB node: skipped, FLIGHTLOG_TEST_EVENTSTORE names none (such as esdb://127.0.0.1:2113?tls=false)"

if (address === undefined) {
  console.info(SKIPPED)
  it.skip(SKIPPED, () => {})
} else eventStoreContract("a real EventStoreDB node", eventStoreDb(Result.getOrThrow(readAddress(address))))
