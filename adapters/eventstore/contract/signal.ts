import { Effect } from "effect"

/** Wakes readers that wait for the log to grow. A reader notes `count` before it reads, so that no growth is missed. */
export interface Signal {
  readonly count: number
  notify(): void
  /** Waits until the count is another than `seen`. */
  past(seen: number): Effect.Effect<void>
}

/** Makes a signal that nobody waits for yet. */
export const makeSignal = (): Signal => {
  const waiting = new Set<() => void>()
  let count = 0
  return {
    get count() {
      return count
    },
    notify() {
      count += 1
      const woken = [...waiting]
      waiting.clear()
      for (const wake of woken) wake()
    },
    past: (seen) =>
      Effect.callback<void>((resume) => {
        const wake = () => resume(Effect.void)
        if (count !== seen) return wake()
        waiting.add(wake)
        return Effect.sync(() => waiting.delete(wake))
      }),
  }
}
