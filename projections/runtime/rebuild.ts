import { Effect, Exit, Stream } from "effect"
import { EventStore, type Position, START, type SubscriptionItem } from "#workflows/ports"
import { ReadModelsFailure } from "./failure.ts"
import { feedItem } from "./feed.ts"
import { type Promotion, ReadModelFile, type Standing } from "./file.ts"
import type { Projection } from "./projection.ts"

const replaced = ({ name }: Projection) =>
  new ReadModelsFailure({
    reason: `The rebuild of "${name}" was given up: another process has put other tables in its place.`,
    remedy: "Look how the projection stands, then rebuild it again if that is still wanted.",
  })

const poisoned = ({ name, poison }: Standing) =>
  new ReadModelsFailure({
    reason: `The rebuild of "${name}" was given up at the event "${poison?.type ?? "?"}" at position ${poison?.position ?? "?"}, which it cannot apply (${poison?.reason ?? "no reason is known"}). What is read stays as it is.`,
    remedy: "Mend what the reason names, then rebuild it again.",
  })

/** Feeds new tables from the beginning of the log until they are as far as those that are read, and takes their place. */
const fill = Effect.fnUntraced(function* (
  projection: Projection,
  begun: Standing,
  progress: (position: Position) => void,
) {
  const store = yield* EventStore
  const file = yield* ReadModelFile
  const now: { standing: Standing; promotion: Promotion } = { standing: begun, promotion: "behind" }
  const take = Effect.fnUntraced(function* (item: SubscriptionItem) {
    const [fed] = yield* feedItem([{ projection, standing: now.standing }], item)
    now.standing = fed?.standing ?? now.standing
    progress(now.standing.position)
    if (now.standing.state === "live") now.promotion = yield* file.promote(projection, now.standing)
    return now.standing.state !== "stopped" && now.promotion === "behind"
  })
  yield* Stream.runForEachWhile(store.subscribe(START), take)
  if (now.standing.state === "stopped") return yield* poisoned(now.standing)
  if (now.promotion !== "promoted") return yield* replaced(projection)
})

/**
 * Builds a projection anew from the log, beside the tables that are read, and puts the new tables in their place once
 * they have caught up. Reading goes on all the while, and so does the feeding by whichever process does it.
 *
 * @param progress is told how far the new tables are
 */
export const rebuild = Effect.fnUntraced(
  function* (projection: Projection, progress: (position: Position) => void) {
    const file = yield* ReadModelFile
    yield* Effect.acquireUseRelease(
      file.begin(projection),
      (begun) => fill(projection, begun, progress),
      (begun, exit) => (Exit.isSuccess(exit) ? Effect.void : Effect.ignore(file.discard(begun))),
    )
  },
  (rebuilding, projection) =>
    Effect.catchTag(rebuilding, "Overtaken", () => Effect.fail(replaced(projection))),
)
