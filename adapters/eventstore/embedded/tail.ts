import type { Page, Stretch } from "#adapters/eventstore/contract"
import { encodePosition, isWanted } from "#adapters/eventstore/rules"

/** How many pages are kept for those who follow the log; whoever is further behind reads for themselves. */
const KEPT = 8

/** A page, and the place after which it begins. */
interface KeptPage extends Page {
  readonly after: number
}

/**
 * Reads the end of the log for all who follow it at once: an event is read and parsed when the first of them asks, and
 * handed to the others as it is. Many read models and processes so cost hardly more than one.
 */
export const sharedTail = (read: (stretch: Stretch) => Page) => {
  /** One after the other without a gap, the oldest first. */
  let pages: ReadonlyArray<KeptPage> = []

  const grow = (after: number, until: number) => {
    pages = [...pages.slice(1 - KEPT), { after, ...read({ after, until, filter: undefined }) }]
  }

  return (stretch: Stretch): Page => {
    const { after, filter, until } = stretch
    const [oldest] = pages
    if (oldest !== undefined && after < oldest.after) return read(stretch)
    let end = pages.at(-1)?.next ?? after
    if (end < after) {
      pages = []
      end = after
    }
    if (end < until) grow(end, until)
    const from = encodePosition(after)
    const events = pages
      .filter(({ next }) => next > after)
      .flatMap((page) => page.events.filter((event) => event.position > from && isWanted(filter, event)))
    return { events, next: pages.at(-1)?.next ?? after }
  }
}
