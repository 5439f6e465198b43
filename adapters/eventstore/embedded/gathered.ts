/** How long after a commit those who follow the log are woken, and how often at the most, in milliseconds. */
const PROMPT_MS = 1
const GATHER_MS = 10

/**
 * Calls `notify` at once, as it were, where nothing came for a while, and once for all that asked in between where commits
 * come by the hundred a second: each waking costs every follower a look at the log.
 */
export const gathered = (notify: () => void): (() => void) => {
  let isGathering = false
  let woken = Number.NEGATIVE_INFINITY
  return () => {
    if (isGathering) return
    isGathering = true
    const wait = Math.max(PROMPT_MS, woken + GATHER_MS - performance.now())
    setTimeout(() => {
      isGathering = false
      woken = performance.now()
      notify()
    }, wait)
  }
}
