import { randomUUID } from "node:crypto"
import type { Vitest } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { EventStore, type LogFilter, type RecordedEvent } from "#workflows/ports"

/** How a part of the contract gets its tests run, the store in their context. */
export type ContractIt = Vitest.MethodsNonLive<EventStore>

/** A category that no other test knows. */
export const aCategory = () => `c${randomUUID().replaceAll("-", "")}`

/** A stream that no other test knows. */
export const aStream = (category = aCategory()) => `${category}-${randomUUID()}`

/** The ids of events, in order. */
export const idsOf = (events: ReadonlyArray<{ readonly id: string }>) => events.map(({ id }) => id)

/** The events that `filter` leaves of the whole log. */
export const logOf = (filter: LogFilter) =>
  Effect.flatMap(EventStore, (store) => Stream.runCollect(store.readAll("", filter)))

/** Tells whether events stand in log order, none twice. */
export const isOrdered = (events: ReadonlyArray<RecordedEvent>) =>
  events.every(({ position }, index) => index === 0 || position > (events[index - 1]?.position ?? ""))
