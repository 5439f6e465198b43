import { layer } from "@effect/vitest"
import type { Layer } from "effect"
import type { EventStore } from "#workflows/ports"
import { aboutContract } from "./event-store/about.ts"
import { appendContract } from "./event-store/append.ts"
import { concurrencyContract } from "./event-store/concurrency.ts"
import { readContract } from "./event-store/read.ts"
import { readAllContract } from "./event-store/read-all.ts"
import { refusalContract } from "./event-store/refusal.ts"
import { repeatContract } from "./event-store/repeat.ts"
import { subscribeContract } from "./event-store/subscribe.ts"

/**
 * What every event store keeps to. The store is shared by all tests and need not be empty: each test has streams and
 * categories of its own, so the suite also runs against a server that others use.
 */
export const eventStoreContract = (name: string, store: Layer.Layer<EventStore, unknown>): void =>
  layer(store, { excludeTestServices: true })(`event store contract: ${name}`, (it) => {
    appendContract(it)
    repeatContract(it)
    refusalContract(it)
    concurrencyContract(it)
    readContract(it)
    readAllContract(it)
    subscribeContract(it)
    aboutContract(it)
  })
