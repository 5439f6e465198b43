/** How long commits are gathered before those who follow the log are woken, in milliseconds. */
const GATHER_MS = 2

/**
 * Calls `notify` a little after it was asked to, once for all that asked in between: under load commits come by the hundred a
 * second, and each waking costs every follower a look at the log.
 */
export const gathered = (notify: () => void): (() => void) => {
  let isGathering = false
  return () => {
    if (isGathering) return
    isGathering = true
    setTimeout(() => {
      isGathering = false
      notify()
    }, GATHER_MS)
  }
}
