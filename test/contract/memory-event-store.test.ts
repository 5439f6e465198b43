import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { EventStore, START } from "#workflows/ports"
import { eventStoreContract } from "./event-store.ts"

eventStoreContract("memory", memoryEventStore)

it.effect("given an empty log, its head is START", () =>
  Effect.gen(function* () {
    expect(yield* (yield* EventStore).head).toBe(START)
  }).pipe(Effect.provide(memoryEventStore)),
)

it.effect("given two logs in memory, their identities differ", () =>
  Effect.gen(function* () {
    const identity = Effect.flatMap(EventStore, (store) => store.identity).pipe(
      Effect.provide(Layer.fresh(memoryEventStore)),
    )
    expect(yield* identity).not.toBe(yield* identity)
  }),
)
