import { Effect, type Scope } from "effect"
import type { Signal } from "#adapters/eventstore/contract"
import type { Reader } from "./reader.ts"

/** How often a store that is followed looks for commits of other processes. A look takes a few microseconds. */
const LOOK_EVERY_MS = 25

/**
 * Notices what other processes append while somebody follows the log: one timer for all followers, on real time (a virtual clock
 * does not rule other processes), which runs as long as one of their scopes is open.
 */
export const watchOthers = (
  reader: Pick<Reader, "dataVersion">,
  grown: Pick<Signal, "notify">,
): Effect.Effect<void, never, Scope.Scope> => {
  let followers = 0
  let timer: NodeJS.Timeout | undefined
  let seen: number | undefined
  const look = () => {
    try {
      const version = reader.dataVersion()
      if (version !== seen) grown.notify()
      seen = version
    } catch {
      // The followers read for themselves, and meet the same error where it can be told.
      grown.notify()
    }
  }
  const start = Effect.sync(() => {
    followers += 1
    timer ??= setInterval(look, LOOK_EVERY_MS)
  })
  const stop = Effect.sync(() => {
    followers -= 1
    if (followers > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return Effect.acquireRelease(start, () => stop)
}
