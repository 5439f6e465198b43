import { Effect, Schema, Stream } from "effect"
import { EventStore, type Position, START, type SubscriptionItem } from "#workflows/ports"
import { advance, type Batch, type Fed } from "./advance.ts"
import { ReadModelFile } from "./file.ts"
import { installed } from "./installing.ts"
import { openEvents } from "./opening.ts"
import type { Projection } from "./projection.ts"

/** Another process has gone on from where this one stood: it feeds the file now. */
export class Overtaken extends Schema.TaggedError<Overtaken>()("Overtaken", {}) {
  override get message() {
    return "Another process feeds the read models now."
  }
}

const isRunning = ({ standing }: Fed): boolean => standing.state !== "stopped"

const handledBy = (projections: ReadonlyArray<Projection>): ReadonlySet<string> =>
  new Set(projections.flatMap(({ handles }) => [...handles]))

/** The batch that an item of the subscription comes to, for projections that stand together. */
const batchOf = Effect.fnUntraced(function* (
  item: SubscriptionItem,
  [first]: ReadonlyArray<Fed>,
  handled: ReadonlySet<string>,
) {
  if (item._tag === "CaughtUp") {
    const batch: Batch = { events: [], to: item.position, state: "live" }
    return batch
  }
  const events = yield* openEvents(item.events, handled)
  const to = events.at(-1)?.place.position ?? START
  const batch: Batch = { events, to, state: first?.standing.state === "live" ? "live" : "catching up" }
  return batch
})

/** Feeds projections that stand together with one item of their subscription; gives where they stand then. */
export const feedItem = Effect.fnUntraced(function* (fed: ReadonlyArray<Fed>, item: SubscriptionItem) {
  const file = yield* ReadModelFile
  const handled = handledBy(fed.map(({ projection }) => projection))
  const batch = yield* batchOf(item, fed, handled)
  const committed = yield* file.commit(fed.map((one) => advance(one, batch)))
  if (committed._tag === "Overtaken") return yield* new Overtaken()
  const standings = new Map(committed.standings.map((standing) => [standing.name, standing]))
  return fed.map(({ projection, standing }) => ({
    projection,
    standing: standings.get(projection.name) ?? standing,
  }))
})

/**
 * Feeds projections that stand at one position from there on, batch by batch, for ever: those that a poison event
 * stops are left behind, the others go on.
 *
 * @param moved is told after each commit
 */
const feedFrom = Effect.fnUntraced(function* (
  position: Position,
  members: ReadonlyArray<Fed>,
  moved: () => void,
) {
  const store = yield* EventStore
  let fed = members
  const take = Effect.fnUntraced(function* (item: SubscriptionItem) {
    fed = (yield* feedItem(fed, item)).filter(isRunning)
    moved()
    return fed.length > 0
  })
  yield* Stream.runForEachWhile(store.subscribe(position), take)
})

/**
 * Feeds all projections from where they stand. Those that stand together share one subscription, so that each event is
 * read, decoded and opened once; one that is behind catches up on its own and holds nobody back.
 */
export const feed = Effect.fnUntraced(function* (projections: ReadonlyArray<Projection>, moved: () => void) {
  const fed = yield* Effect.forEach(projections, (projection) =>
    Effect.map(installed(projection), (standing): Fed => ({ projection, standing })),
  )
  moved()
  const together = Map.groupBy(fed, ({ standing }) => standing.position)
  yield* Effect.forEach(together, ([position, members]) => feedFrom(position, members, moved), {
    concurrency: "unbounded",
    discard: true,
  })
})
