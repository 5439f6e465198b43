import { Effect, Option, Schema, Stream } from "effect"
import { type EventStore, type Position, type RecordedEvent, START } from "#workflows/ports"
import { appendRun, runsOf } from "./append-runs.ts"
import { digestOf, HistoryDigest, historyAfter, textOf } from "./history.ts"

/** What a copy came to. */
export const CopyResult = Schema.Struct({
  /** Events that the target had already, from a copy that was begun before. */
  found: Schema.Int,
  copied: Schema.Int,
  /** The whole history in the target, verified to be that of the source. */
  ...HistoryDigest.fields,
  /** Events that the source took while it was copied: copy again to have them, too. */
  since: Schema.Int,
})
export type CopyResult = typeof CopyResult.Type

/** A target that cannot become a copy of the source, or did not. */
class CopyRefused extends Schema.TaggedError<CopyRefused>()("CopyRefused", {
  code: Schema.String,
  what: Schema.String,
  where: Schema.NullOr(Schema.String),
  remedy: Schema.String,
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}

const otherHistory = (what: string, event: RecordedEvent) =>
  new CopyRefused({
    code: "copy-other-history",
    what,
    where: `target, position ${event.position} ("${event.type}", stream "${event.stream}", revision ${event.revision})`,
    remedy: "Copy into an empty store, or into one that an earlier copy of this source was begun in.",
  })

const notTheSame = (source: HistoryDigest, target: HistoryDigest) =>
  new CopyRefused({
    code: "copy-differs",
    what: `The target differs from the source: ${target.events} events with digest ${target.digest.slice(0, 16)} instead of ${source.events} with ${source.digest.slice(0, 16)}.`,
    where: null,
    remedy: "Do not use the target. See that nobody else writes to it, and copy into an empty store.",
  })

const interfered = (stream: string) =>
  new CopyRefused({
    code: "copy-target-in-use",
    what: "Somebody else writes to the target while it is copied.",
    where: `target, stream "${stream}"`,
    remedy: "Stop whoever writes there, and copy into an empty store.",
  })

/** How far a copy is: comparing what the target has already, copying, or comparing both at the end. */
export interface CopyProgress {
  readonly phase: "looking" | "copying" | "comparing"
  /** Events dealt with in this phase. */
  readonly events: number
}

/** What is copied where, and whom to tell. */
export interface CopyJob {
  readonly from: EventStore["Service"]
  readonly to: EventStore["Service"]
  readonly tell?: (progress: CopyProgress) => Effect.Effect<void>
}

type Copying = Required<CopyJob>

/** How far an earlier copy came: the target has to be a beginning of the source, event for event. */
const findEnd = Effect.fnUntraced(function* ({ from, tell, to }: Copying) {
  let found = 0
  let [source, target]: [Position, Position] = [START, START]
  const pairs = Stream.zip(historyAfter(from, START), historyAfter(to, START))
  yield* Stream.runForEachArray(
    pairs,
    Effect.fnUntraced(function* (batch) {
      for (const [one, other] of batch) {
        if (textOf(one) !== textOf(other))
          return yield* otherHistory("The target has another event where the source goes on.", other)
        source = one.position
        target = other.position
      }
      found += batch.length
      yield* tell({ phase: "looking", events: found })
    }),
  )
  const more = yield* Stream.runHead(historyAfter(to, target))
  if (Option.isSome(more))
    return yield* otherHistory("The target has an event that the source has not.", more.value)
  return { found, position: source }
})

/** Whether both hold the same; fails where they do not. */
const compare = Effect.fnUntraced(function* ({ from, tell, to }: Copying, until: Position) {
  const source = yield* digestOf(from, {
    until,
    tell: (events) => tell({ phase: "comparing", events }),
  })
  const target = yield* digestOf(to)
  if (source.events !== target.events || source.digest !== target.digest)
    return yield* notTheSame(source, target)
  return target
})

/**
 * Copies the history of one store into another: order, ids, revisions, metadata and times are data and stay what they are. A copy
 * that was cut off is gone on with. At the end both are read again and compared by count and digest.
 *
 * @param bringKeys brings the keys of the source to the target: done before the first event is there, so that the target never holds a
 * name without its key
 */
export const copyStore = Effect.fn("copyStore")(function* <E = never, R = never>(
  job: CopyJob,
  bringKeys: Effect.Effect<unknown, E, R> = Effect.void,
) {
  const copying: Copying = { tell: () => Effect.void, ...job }
  const { from, tell, to } = copying
  const end = yield* from.head
  const { found, position } = yield* findEnd(copying)
  yield* bringKeys
  let copied = 0
  const wanted = Stream.takeWhile(historyAfter(from, position), (event) => event.position <= end)
  yield* Stream.runForEachArray(wanted, (events) =>
    Effect.forEach(
      runsOf(events),
      (run) =>
        appendRun(to, run).pipe(
          Effect.catchTag("WrongExpectedRevision", ({ stream }) => interfered(stream)),
          Effect.andThen(() => {
            copied += run.length
            return tell({ phase: "copying", events: found + copied })
          }),
        ),
      { discard: true },
    ),
  )
  const target = yield* compare(copying, end)
  const since = yield* Stream.runCount(historyAfter(from, end))
  return CopyResult.make({ found, copied, ...target, since })
})
