import { Clock, Effect, type Scope } from "effect"
import type { LogFilter, SubscriptionState, SubscriptionStatus } from "#workflows/ports"

/** An open subscription's way to tell how it is. */
export interface TrackedSubscription {
  /** Tells a new state; `error` is what cut the subscription off. */
  become(state: SubscriptionState, error?: string): Effect.Effect<void>
}

/** Which subscriptions of a store are open, and how they are. */
export interface Subscriptions {
  readonly all: Effect.Effect<ReadonlyArray<SubscriptionStatus>>
  /** Lists a subscription, as catching up, while its scope is open. */
  open(filter: LogFilter | undefined): Effect.Effect<TrackedSubscription, never, Scope.Scope>
}

/** Makes a list without subscriptions. */
export const makeSubscriptions = (): Subscriptions => {
  const statuses = new Map<TrackedSubscription, SubscriptionStatus>()

  const listed = (filter: LogFilter): TrackedSubscription => {
    const tracked: TrackedSubscription = {
      become: (state, error) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          const before = statuses.get(tracked)
          const since = before?.state === state ? before.since : now
          statuses.set(tracked, { filter, state, since, lastError: error ?? before?.lastError ?? null })
        }),
    }
    return tracked
  }

  return {
    all: Effect.sync(() => [...statuses.values()]),
    open: (filter = {}) =>
      Effect.acquireRelease(
        Effect.suspend(() => {
          const tracked = listed(filter)
          return Effect.as(tracked.become("catching up"), tracked)
        }),
        (tracked) => Effect.sync(() => statuses.delete(tracked)),
      ),
  }
}
