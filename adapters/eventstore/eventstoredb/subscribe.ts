import { type Filter, streamNameFilter } from "@eventstore/db-client"
import { Effect, Option, Stream } from "effect"
import type { Subscriptions } from "#adapters/eventstore/contract"
import { encodePosition } from "#adapters/eventstore/rules"
import type { EventStoreFailure, LogFilter, Position, SubscriptionItem } from "#workflows/ports"
import type { Client } from "./client.ts"
import type { Head } from "./head.ts"
import { type Line, makeLine } from "./line.ts"
import { readAllPage, serverPosition } from "./pages.ts"
import type { LogSource } from "./read-all.ts"
import { makeResumingLine } from "./resuming-line.ts"
import { failedFrom, sift, startOf } from "./sift.ts"

/** How many events that nobody wants the server passes over before it tells how far it is. */
const SEARCH_WINDOW = 500

/** What following the log needs. */
export interface SubscriptionSource extends LogSource {
  readonly subscriptions: Subscriptions
  /** Makes a client for one line alone, so that the end of one disturbs no other. */
  makeClient(): Client
  readonly limitMillis: number
  readonly quietMillis: number
}

/** Where a subscription stands: `after` is dealt with; `goal` is the end known when it began, until that is reached. */
interface Standing {
  readonly after: number
  readonly goal: Head | undefined
}

/**
 * What the server is asked for: the streams of the wanted categories, or all but its own. Until the goal is reached its stream is among
 * them, so that its event comes even where nothing else does, and tells that the goal is reached.
 */
const serverFilter = (
  categories: LogFilter["categories"],
  goal: Head | undefined,
  passed: (place: number) => void,
): Filter => {
  const shared: Pick<Filter, "checkpointReached" | "maxSearchWindow"> = {
    maxSearchWindow: SEARCH_WINDOW,
    checkpointReached: (subscription, { commit }) => {
      if (subscription.readableLength === 0) passed(Number(commit))
    },
  }
  if (categories === undefined) return streamNameFilter({ ...shared, regex: "^[^$]" })
  const prefixes = categories.map((category) => `${category}-`)
  return streamNameFilter({ ...shared, prefixes: goal === undefined ? prefixes : [...prefixes, goal.stream] })
}

/** Opens lines of one subscription, each from where its reader stands, or from farther on if the server has passed over events since. */
const linesOf = ({ makeClient }: SubscriptionSource, categories: LogFilter["categories"]) => {
  let passed = 0
  return ({ after, goal }: Standing): Line => {
    const client = makeClient()
    let line: Line | undefined
    const filter = serverFilter(categories, goal, (place) => {
      // It is told while events before it may not have been taken yet.
      if (line?.isEmpty() === true) passed = place
    })
    const from = serverPosition(Math.max(after, passed))
    line = makeLine(client.subscribeToAll({ fromPosition: from, filter }))
    return { ...line, close: () => void client.dispose() }
  }
}

const step = ({ after, goal }: Standing, items: ReadonlyArray<SubscriptionItem>) =>
  [items, Option.some<Standing>({ after, goal })] as const

/**
 * Follows the log from a position, for ever. What reaches the end known at subscribe time is judged by position, once everything up to it
 * was given: the server's own word for it comes while events are still in the buffer.
 */
export const subscribe = (
  source: SubscriptionSource,
  position: Position,
  filter: LogFilter | undefined,
): Stream.Stream<SubscriptionItem, EventStoreFailure> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { connection, head, limitMillis, quietMillis, subscriptions } = source
      const start = yield* startOf(position)
      const page = readAllPage({ from: start, direction: "forwards", count: 1 }, false)
      yield* Effect.mapError(connection.call(page), failedFrom(position))
      const end = yield* Effect.mapError(head, failedFrom(position))
      const tracked = yield* subscriptions.open(filter)
      const next = yield* makeResumingLine<Standing>({
        open: linesOf(source, filter?.categories),
        stateAt: ({ goal }) => (goal === undefined ? "live" : "catching up"),
        become: tracked.become,
        limitMillis,
        quietMillis,
      })
      const follow = Effect.fnUntraced(function* ({ after, goal }: Standing) {
        if (goal !== undefined && after >= goal.place) {
          yield* tracked.become("live")
          return step({ after, goal: undefined }, [{ _tag: "CaughtUp", position: encodePosition(after) }])
        }
        const found = yield* next({ after, goal })
        const { events, reached } = sift(found, { after, until: Number.POSITIVE_INFINITY, filter })
        return step({ after: reached, goal }, events.length > 0 ? [{ _tag: "Events", events }] : [])
      })
      return Stream.paginate<Standing, SubscriptionItem, EventStoreFailure>(
        { after: start, goal: end },
        follow,
      )
    }),
  )
