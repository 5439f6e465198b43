import { Duration, Effect, Option, Stream } from "effect"
import {
  type Appended,
  type EventStore,
  EventStoreFailure,
  type LogFilter,
  type Position,
  type RecordedEvent,
  type SubscriptionItem,
} from "#workflows/ports"
import type { Dice } from "./dice.ts"
import type { Life, Timeline } from "./timeline.ts"

type Store = EventStore["Service"]

/** How bad the way between a node and the store is; each a probability. */
export interface Weather {
  refused: number
  lost: number
  late: number
  cut: number
  repeated: number
  stalled: number
}

export const CALM: Weather = { refused: 0, lost: 0, late: 0, cut: 0, repeated: 0, stalled: 0 }
export const ROUGH: Weather = {
  refused: 0.01,
  lost: 0.03,
  late: 0.02,
  cut: 0.02,
  repeated: 0.05,
  stalled: 0.02,
}

/** The log that all nodes share, and what tells them that it has grown. */
export interface SharedStore {
  readonly store: Store
  /** The life of the store itself, which outlives the nodes. */
  readonly life: Life
  onGrown(look: () => void): () => void
  readonly length: () => number
}

export interface Way {
  readonly shared: SharedStore
  readonly timeline: Timeline
  readonly dice: Dice
  readonly weather: Weather
  /** The node at this end. */
  readonly life: Life
}

const failure = (operation: string, outcome: "not-done" | "unknown") =>
  new EventStoreFailure({ operation, reason: "The line is bad.", remedy: "Try again.", outcome })

const latency = ({ dice, weather }: Way) => {
  const micros = dice.chance(weather.stalled) ? dice.between(100_000, 3_000_000) : dice.between(50, 5_000)
  return Effect.sleep(Duration.micros(BigInt(micros)))
}

/** The append reaches the store only after the node has given up waiting for it. */
const appendLate = (way: Way, append: Effect.Effect<Appended, unknown>) => {
  const { dice, shared, timeline } = way
  timeline.after(dice.between(1_000, 2_000_000), shared.life, () => {
    Effect.runFork(Effect.ignore(append), { scheduler: timeline.schedulerOf(shared.life) })
  })
}

const appendThrough = (way: Way): Store["append"] =>
  Effect.fnUntraced(function* (stream, expected, events) {
    const { dice, shared, weather } = way
    const operation = `append to "${stream}"`
    const append = shared.store.append(stream, expected, events)
    yield* latency(way)
    if (dice.chance(weather.refused)) return yield* failure(operation, "not-done")
    if (dice.chance(weather.lost)) return yield* failure(operation, "unknown")
    if (dice.chance(weather.late)) {
      appendLate(way, append)
      return yield* failure(operation, "unknown")
    }
    const appended = yield* append
    yield* latency(way)
    if (dice.chance(weather.lost)) return yield* failure(operation, "unknown")
    return appended
  })

/** Reads what the store has at one moment between question and answer. */
const through = <A>(way: Way, operation: string, read: Effect.Effect<A, EventStoreFailure>) =>
  Effect.gen(function* () {
    yield* latency(way)
    const answer = yield* read
    yield* latency(way)
    return way.dice.chance(way.weather.refused) ? yield* failure(operation, "not-done") : answer
  })

/** Waits until the log is longer than it was; a node that has ended is never woken. */
const longerThan = ({ life, shared, timeline }: Way, length: number) =>
  Effect.callback<void>((resume) => {
    const wake = () => void timeline.after(0, life, () => resume(Effect.void))
    if (shared.length() > length) return wake()
    return Effect.sync(shared.onGrown(wake))
  })

interface Standing {
  readonly after: Position
  readonly goal: Position | null
}

/** What a page of events comes to: they are told, and that the end is reached which was known at the beginning. */
const stepOf = ({ after, goal }: Standing, events: ReadonlyArray<RecordedEvent>) => {
  const last = events.at(-1)?.position ?? after
  const end = last > after ? last : after
  const items: Array<SubscriptionItem> = []
  if (events.length > 0) items.push({ _tag: "Events", events })
  if (goal === null) return [items, Option.some<Standing>({ after: end, goal })] as const
  const isCaughtUp = events.length === 0 || end >= goal
  if (isCaughtUp) items.push({ _tag: "CaughtUp", position: end > goal ? end : goal })
  return [items, Option.some<Standing>({ after: end, goal: isCaughtUp ? null : goal })] as const
}

const MOST = 12

/** Follows the log over a bad line: batches of any size, late, cut off, and some events again after it was cut and resumed. */
const subscribeThrough =
  (way: Way): Store["subscribe"] =>
  (from, filter) => {
    const { dice, shared, weather } = way
    const page = (after: Position) =>
      Stream.runCollect(Stream.take(shared.store.readAll(after, filter), dice.between(1, MOST)))
    const again = Effect.fnUntraced(function* (after: Position) {
      const before = yield* Stream.runCollect(shared.store.readAll(from, filter))
      const seen = before.filter(({ position }) => position <= after)
      return seen.at(-dice.between(2, MOST))?.position ?? from
    })
    const step = Effect.fnUntraced(function* (standing: Standing) {
      yield* latency(way)
      if (dice.chance(weather.cut)) return yield* failure("follow the log", "not-done")
      const { after, goal } = standing
      const begin = dice.chance(weather.repeated) ? yield* again(after) : after
      const length = shared.length()
      const events = yield* page(begin)
      if (events.length === 0 && goal === null) yield* longerThan(way, length)
      return stepOf(standing, events)
    })
    return Stream.unwrap(
      Effect.map(shared.store.head, (goal) =>
        Stream.paginate<Standing, SubscriptionItem, EventStoreFailure>({ after: from, goal }, step),
      ),
    )
  }

/** The shared store as a node sees it over a line that loses, delays, repeats and is cut. */
export const unsteadyStore = (way: Way): Store => {
  const { store } = way.shared
  const all = (after: Position, filter?: LogFilter) =>
    Stream.unwrap(Effect.as(latency(way), store.readAll(after, filter)))
  return {
    ...store,
    append: appendThrough(way),
    read: (stream, options) => through(way, `read "${stream}"`, store.read(stream, options)),
    readLast: (stream) => through(way, `read "${stream}"`, store.readLast(stream)),
    existing: (streams) => through(way, "read which streams there are", store.existing(streams)),
    readAll: all,
    subscribe: subscribeThrough(way),
    head: through(way, "read the log", store.head),
  }
}
