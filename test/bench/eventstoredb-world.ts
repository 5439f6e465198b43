import { randomUUID } from "node:crypto"
import { EventStoreDBClient } from "@eventstore/db-client"
import { Effect, ManagedRuntime, Redacted, Result } from "effect"
import { eventStoreDb, readAddress } from "#adapters/eventstore/eventstoredb"
import { EventStore } from "#workflows/ports"
import { someEvents } from "../support/proposed-events.ts"

/** The address of the EventStoreDB that the environment names for measurements, if it does. */
export const EVENTSTORE = process.env.FLIGHTLOG_TEST_EVENTSTORE

/** The adapter and the raw client on one server, which may hold more; whatever a run writes is in a category of its own. */
export const eventStoreDbWorld = async () => {
  const address = Result.getOrThrow(readAddress(EVENTSTORE ?? ""))
  const runtime = ManagedRuntime.make(eventStoreDb(address))
  const store = await runtime.runPromise(EventStore.useSync((service) => service))
  const client = EventStoreDBClient.connectionString(Redacted.value(address.connectionString))
  return {
    store,
    client,
    run: runtime.runPromise,
    /** For the names of streams. */
    category: `bench${randomUUID().replaceAll("-", "")}`,
    close: async () => {
      await client.dispose()
      await runtime.dispose()
    },
  }
}
type World = Awaited<ReturnType<typeof eventStoreDbWorld>>

/** Fills streams of the run's category, and gives the position before them. */
export const filled = async ({ category, run, store }: World, streams: number, each: number) => {
  const before = await run(store.head)
  const names = Array.from({ length: streams }, (_, number) => `${category}-${number}`)
  await run(
    Effect.forEach(names, (name) => store.append(name, "no-stream", someEvents(each)), {
      concurrency: 8,
      discard: true,
    }),
  )
  return before
}
