import { Effect } from "effect"
import { feed } from "./feed.ts"
import { type Lease, ReadModelFile } from "./file.ts"
import type { Projection } from "./projection.ts"

/** How often a process without the lease looks whether it is free. */
const STANDBY_MILLIS = 200

const FIRST_PAUSE_MILLIS = 100
const LONGEST_PAUSE_MILLIS = 5000

/** What the feeding tells of itself. */
export interface FeederNews {
  /** After each commit. */
  moved(): void
  /** Whether this process feeds the file now. */
  feeding(now: boolean): void
  /** What keeps it from feeding, until it goes on. */
  trouble(reason: string | null): void
}

/** Renews the lease until it is lost. */
const renewed = ({ renewMillis, take }: Lease) =>
  Effect.gen(function* () {
    let held = true
    while (held) {
      yield* Effect.sleep(renewMillis)
      held = yield* take
    }
  })

/** Feeds for as long as this process may: until the lease is lost or something fails. */
const whileHeld = (projections: ReadonlyArray<Projection>, lease: Lease | null, news: FeederNews) => {
  const moved = () => {
    news.trouble(null)
    news.moved()
  }
  const feeding = Effect.andThen(feed(projections, moved), Effect.never)
  const held = lease === null ? feeding : Effect.raceFirst(feeding, renewed(lease))
  return Effect.suspend(() => {
    news.feeding(true)
    return Effect.ensuring(
      held,
      Effect.sync(() => news.feeding(false)),
    )
  })
}

/**
 * Feeds the read models whenever no other process does, for ever: takes the lease, feeds, and after any failure begins
 * again from the checkpoints, with growing pauses.
 */
export const keepFed = Effect.fnUntraced(function* (
  projections: ReadonlyArray<Projection>,
  news: FeederNews,
) {
  const { lease } = yield* ReadModelFile
  let pause = FIRST_PAUSE_MILLIS
  const calm: FeederNews = {
    ...news,
    moved: () => {
      pause = FIRST_PAUSE_MILLIS
      news.moved()
    },
  }
  const turn = Effect.gen(function* () {
    const held = lease === null || (yield* lease.take)
    if (held) yield* whileHeld(projections, lease, calm)
    else yield* Effect.sleep(STANDBY_MILLIS)
  })
  const troubled = Effect.fnUntraced(function* (reason: string) {
    news.trouble(reason)
    yield* Effect.logWarning(`The read models are not fed: ${reason}`)
    yield* Effect.sleep(pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)
  })
  return yield* Effect.forever(
    turn.pipe(
      // Somebody else went on, or rebuilt what was being fed: look anew who may feed, and what.
      Effect.catchTag("Overtaken", () => Effect.yieldNow),
      Effect.catch((error) => troubled(error.message)),
      Effect.catchDefect((defect) => troubled(String(defect))),
    ),
  )
})
