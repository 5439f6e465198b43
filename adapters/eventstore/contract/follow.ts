import { Effect, Option, type Scope, Stream } from "effect"
import { decodePosition, encodePosition } from "#adapters/eventstore/rules"
import {
  EventStoreFailure,
  type LogFilter,
  type Position,
  type RecordedEvent,
  type SubscriptionItem,
} from "#workflows/ports"
import type { Signal } from "./signal.ts"
import type { Subscriptions } from "./subscriptions.ts"

/** A stretch of the log: places are numbers, and a reader stands after the place it has read. */
export interface Stretch {
  readonly after: number
  readonly until: number
  readonly filter: LogFilter | undefined
}

/** Some events of a stretch in log order, and the place to go on after: the stretch's end when nothing is left in it. */
export interface Page {
  readonly events: ReadonlyArray<RecordedEvent>
  readonly next: number
}

/** What a store that numbers its events must give so that its log can be read and followed. */
export interface Log {
  readonly end: Effect.Effect<number, EventStoreFailure>
  page(stretch: Stretch): Effect.Effect<Page, EventStoreFailure>
  /** A page for those who follow at the end of the log, where all of them want the same events. */
  newest(stretch: Stretch): Effect.Effect<Page, EventStoreFailure>
  /** Woken when the log has grown. */
  readonly grown: Signal
  /** Keeps `grown` informed while its scope is open. */
  readonly watch: Effect.Effect<void, never, Scope.Scope>
  readonly subscriptions: Subscriptions
}

const placeOf = (position: Position): Effect.Effect<number, EventStoreFailure> => {
  const place = decodePosition(position)
  return place === undefined
    ? Effect.fail(
        new EventStoreFailure({
          operation: "read the log",
          reason: `"${position}" is no position of this store.`,
          remedy: "Give one that an event or an answer carried, or none to begin at the start.",
          outcome: "not-done",
        }),
      )
    : Effect.succeed(place)
}

/** Reads the log from a position to the end it has when reading begins, a page at a time as the reader asks for more. */
export const readLog = (log: Pick<Log, "end" | "page">, position: Position, filter: LogFilter | undefined) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const start = yield* placeOf(position)
      const until = yield* log.end
      return Stream.paginate(start, (after) =>
        Effect.map(
          after < until ? log.page({ after, until, filter }) : Effect.succeed({ events: [], next: until }),
          ({ events, next }) => [events, next < until ? Option.some(next) : Option.none<number>()] as const,
        ),
      )
    }),
  )

/** How many events come after a position. */
export const countLog = ({ end }: Pick<Log, "end">, position: Position) =>
  Effect.zipWith(placeOf(position), end, (place, last) => Math.max(0, last - place))

/** Where a subscription stands; `goal` is the end known when it began, until it is reached. */
interface Standing {
  readonly after: number
  readonly goal: number | undefined
}

const advance = (page: Page, goal: number | undefined) => {
  const items: Array<SubscriptionItem> = []
  if (page.events.length > 0) items.push({ _tag: "Events", events: page.events })
  const reached = goal !== undefined && page.next >= goal
  if (reached) items.push({ _tag: "CaughtUp", position: encodePosition(page.next) })
  const standing: Standing = { after: page.next, goal: reached ? undefined : goal }
  return [items, Option.some(standing)] as const
}

/**
 * Follows the log from a position: what is there, then one CaughtUp, then what is appended. It reads on only when its reader
 * asks for more, so a slow reader falls behind but neither loses events nor fills the memory.
 */
export const followLog = (log: Log, position: Position, filter: LogFilter | undefined) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const start = yield* placeOf(position)
      yield* log.watch
      const tracked = yield* log.subscriptions.open(filter)
      const goal = Math.max(start, yield* log.end)
      const step = Effect.fnUntraced(function* ({ after, goal }: Standing) {
        const seen = log.grown.count
        const until = goal ?? (yield* log.end)
        if (goal === undefined && after >= until) yield* log.grown.past(seen)
        const { newest, page: older } = log
        const read = goal === undefined ? newest : older
        const page = after < until ? yield* read({ after, until, filter }) : { events: [], next: after }
        if (goal !== undefined && page.next >= goal) yield* tracked.become("live")
        return advance(page, goal)
      })
      return Stream.paginate<Standing, SubscriptionItem, EventStoreFailure>({ after: start, goal }, step)
    }),
  )
