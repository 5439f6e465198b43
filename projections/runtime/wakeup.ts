import { Deferred, Effect } from "effect"

/** Wakes those who wait for the read models to move on. */
export interface Wakeup {
  /** The next move; take it before looking, so that none is missed. */
  next(): Effect.Effect<void>
  notify(): void
}

/** Makes a wake-up that nobody waits for yet. */
export const makeWakeup = (): Wakeup => {
  let turn = Deferred.makeUnsafe<void>()
  return {
    next: () => Deferred.await(turn),
    notify: () => {
      const ended = turn
      turn = Deferred.makeUnsafe<void>()
      Deferred.doneUnsafe(ended, Effect.void)
    },
  }
}
