import { Effect, Stream } from "effect"
import { EventStore, type Position } from "#workflows/ports"
import { aside, poisoned } from "./aside.ts"
import { ReadModelsFailure } from "./failure.ts"
import { feedItem } from "./feed.ts"
import { type HeldTables, ReadModelFile, type RowDifference, type Standing } from "./file.ts"
import type { Projection } from "./projection.ts"

/** What came of comparing a projection with itself, built anew. */
export interface Verification {
  readonly name: string
  readonly version: number
  /** Both hold everything up to it. */
  readonly position: Position
  /** Rows that were compared. */
  readonly rows: number
  readonly differences: ReadonlyArray<RowDifference>
  /** Differences beyond those that are listed. */
  readonly further: number
}

/** How far a verification is. */
export type VerifyProgress =
  | { readonly _tag: "Built"; readonly position: Position }
  | { readonly _tag: "Compared"; readonly rows: number }

type Progress = (progress: VerifyProgress) => Effect.Effect<void>

const MOST_DIFFERENCES = 100
const ROWS_AT_ONCE = 1000

const notBuilt = ({ name }: Projection) =>
  new ReadModelsFailure({
    reason: `The read models do not have "${name}" in this version of it yet.`,
    remedy: "Wait until it is built; its state tells when.",
  })

const unreadable =
  ({ name }: Projection) =>
  (cause: unknown) =>
    new ReadModelsFailure({
      reason: `The tables of "${name}" could not be compared: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: "Look whether the file of the read models is sound, then begin the verification again.",
      cause,
    })

/** Feeds tables with the events of the log up to a position. */
const feedUpTo = Effect.fnUntraced(function* (
  projection: Projection,
  begun: Standing,
  { progress, until }: { readonly until: Position; readonly progress: Progress },
) {
  const store = yield* EventStore
  let standing = begun
  const wanted = Stream.takeWhile(store.readAll(begun.position), ({ position }) => position <= until)
  yield* Stream.runForEachArray(
    wanted,
    Effect.fnUntraced(function* (events) {
      const [fed] = yield* feedItem([{ projection, standing }], { _tag: "Events", events })
      standing = fed?.standing ?? standing
      if (standing.state === "stopped") return yield* poisoned("verification", standing)
      yield* progress({ _tag: "Built", position: standing.position })
    }),
  )
  return standing
})

const compare = Effect.fnUntraced(function* (
  projection: Projection,
  {
    held,
    progress,
    rebuilt,
  }: { readonly held: HeldTables; readonly rebuilt: Standing; readonly progress: Progress },
) {
  const differences: Array<RowDifference> = []
  let rows = 0
  let further = 0
  const compared = held.compare(rebuilt)[Symbol.iterator]()
  const some = () => {
    for (let row = 0; row < ROWS_AT_ONCE; row++) {
      const next = compared.next()
      if (next.done === true) return false
      rows += 1
      if (next.value === null) continue
      if (differences.length < MOST_DIFFERENCES) differences.push(next.value)
      else further += 1
    }
    return true
  }
  while (yield* Effect.try({ try: some, catch: unreadable(projection) })) {
    yield* progress({ _tag: "Compared", rows })
    yield* Effect.yieldNow
  }
  const { name, position, version } = held.standing
  return { name, version, position, rows, differences, further } satisfies Verification
})

/**
 * Builds a projection anew aside, up to where the tables that are read stand, and compares both row by row. Those are held as they are
 * at one moment meanwhile, and feeding goes on.
 */
export const verify = (projection: Projection, progress: Progress) =>
  aside(projection, { kept: false, purpose: "verification" }, (begun) =>
    Effect.gen(function* () {
      const file = yield* ReadModelFile
      const known = (yield* file.standings).find(({ isRead, name }) => isRead && name === projection.name)
      if (known?.version !== projection.version) return yield* notBuilt(projection)
      // Most of the way first, so that the tables are held for a short time only.
      const near = yield* feedUpTo(projection, begun, { until: known.position, progress })
      const held = yield* file.hold(projection)
      if (held?.standing.version !== projection.version) return yield* notBuilt(projection)
      const rebuilt = yield* feedUpTo(projection, near, { until: held.standing.position, progress })
      return yield* compare(projection, { held, rebuilt, progress })
    }).pipe(Effect.scoped),
  )
