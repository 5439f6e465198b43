import { Effect, Stream } from "effect"
import { EventStore, type Position, START, type SubscriptionItem } from "#workflows/ports"
import { aside, poisoned, replaced } from "./aside.ts"
import { feedItem } from "./feed.ts"
import { type Promotion, ReadModelFile, type Standing } from "./file.ts"
import type { Projection } from "./projection.ts"

type Progress = (position: Position) => Effect.Effect<void>

/** Feeds new tables from the beginning of the log until they are as far as those that are read, and takes their place. */
const fill = Effect.fnUntraced(function* (projection: Projection, begun: Standing, progress: Progress) {
  const store = yield* EventStore
  const file = yield* ReadModelFile
  const now: { standing: Standing; promotion: Promotion } = { standing: begun, promotion: "behind" }
  const take = Effect.fnUntraced(function* (item: SubscriptionItem) {
    const [fed] = yield* feedItem([{ projection, standing: now.standing }], item)
    now.standing = fed?.standing ?? now.standing
    yield* progress(now.standing.position)
    if (now.standing.state === "live") now.promotion = yield* file.promote(projection, now.standing)
    return now.standing.state !== "stopped" && now.promotion === "behind"
  })
  yield* Stream.runForEachWhile(store.subscribe(START), take)
  if (now.standing.state === "stopped") return yield* poisoned("rebuild", now.standing)
  if (now.promotion !== "promoted") return yield* replaced("rebuild", projection)
})

/**
 * Builds a projection anew from the log, beside the tables that are read, and puts the new tables in their place once
 * they have caught up. Reading goes on all the while, and so does the feeding by whichever process does it.
 *
 * @param progress is told how far the new tables are
 */
export const rebuild = (projection: Projection, progress: Progress) =>
  aside(projection, { kept: true, purpose: "rebuild" }, (begun) => fill(projection, begun, progress))
