import { Clock, Context, Effect, Layer, Option, Stream } from "effect"
import { epochMillis } from "#domain/kernel"
import {
  EventStore,
  type EventStoreFailure,
  type Keys,
  type KeysFailure,
  type Position,
} from "#workflows/ports"
import { ReadModelsFailure } from "./failure.ts"
import { keepFed } from "./feeder.ts"
import { type Feeder, type Poison, type ProjectionState, ReadModelFile, type Standing } from "./file.ts"
import { installed } from "./installing.ts"
import type { Projection } from "./projection.ts"
import { type ReachOptions, waitUntilReached } from "./reached.ts"
import { rebuild } from "./rebuild.ts"
import type { Columns, Row, Shape, SqlValue } from "./shape.ts"
import { type Verification, type VerifyProgress, verify } from "./verify.ts"
import { makeWakeup } from "./wakeup.ts"

/** How a projection is, for the people who run the service. */
export interface ProjectionStatus {
  readonly name: string
  readonly version: number
  readonly position: Position
  readonly state: ProjectionState
  /** How long the oldest event that is not applied yet has been in the log; null where the log cannot be asked. */
  readonly lagSeconds: number | null
  /** How many events are not applied yet; null where the store cannot count. */
  readonly lagEvents: number | null
  /** The event that stopped it. */
  readonly poison: Poison | null
  /** What went wrong last: the poison's reason, or what keeps the read models from being fed. */
  readonly lastError: string | null
}

/** The read models, for those who ask. */
export class ReadModels extends Context.Service<
  ReadModels,
  {
    /** The rows of a query, checked; tables by their plain names, values only as parameters (`?`). */
    all<C extends Columns>(
      rows: Shape<C>,
      sql: string,
      ...parameters: ReadonlyArray<SqlValue>
    ): Effect.Effect<ReadonlyArray<Row<C>>, ReadModelsFailure>
    /** The first row of a query, if there is one. */
    get<C extends Columns>(
      row: Shape<C>,
      sql: string,
      ...parameters: ReadonlyArray<SqlValue>
    ): Effect.Effect<Row<C> | undefined, ReadModelsFailure>
    /** Waits until the read models have applied everything up to a position; fails after `millis` (default 10,000). */
    reached(
      position: Position,
      millis?: number,
      of?: ReachOptions["of"],
    ): Effect.Effect<void, ReadModelsFailure>
    /**
     * Builds a projection anew from the log beside the tables that are read, and swaps them when it has caught up;
     * `progress` is told how far it is. Any process may do it, also beside the one that feeds.
     */
    rebuild(
      name: string,
      progress?: (position: Position) => Effect.Effect<void>,
    ): Effect.Effect<void, RebuildError>
    /**
     * Builds a projection anew aside, up to where the tables that are read stand, and compares both row by row. Feeding
     * and reading go on; nothing is changed.
     */
    verify(
      name: string,
      progress?: (progress: VerifyProgress) => Effect.Effect<void>,
    ): Effect.Effect<Verification, RebuildError>
    /** Who feeds the read models: this process, another one, or nobody. */
    readonly feeder: Effect.Effect<Feeder | "this" | null, ReadModelsFailure>
    /** How each projection is. */
    readonly status: Effect.Effect<ReadonlyArray<ProjectionStatus>, ReadModelsFailure>
  }
>()("flightlog/projections/runtime/ReadModels") {}

/** What can keep a projection from being built anew. */
export type RebuildError = ReadModelsFailure | EventStoreFailure | KeysFailure

const MILLIS_TO_REACH = 10_000

/** How long the log may take to tell how far behind a list is: whoever asks wants to know whether it answers at all. */
const LAG_MILLIS = 1000

/** Rows of another shape mean that the file is of another version of the projection, which is being built anew. */
const unfit = () =>
  new ReadModelsFailure({
    reason: "The read models have rows of another form than this version of Flightlog writes.",
    remedy: "Let one version of Flightlog feed a data directory; the read models are then built anew.",
  })

const unknown = (name: string, projections: ReadonlyArray<Projection>) =>
  new ReadModelsFailure({
    reason: `There is no projection "${name}".`,
    remedy: `Name one of these: ${projections.map((projection) => projection.name).join(", ")}.`,
  })

type Lag = Pick<ProjectionStatus, "lagSeconds" | "lagEvents">

/** How long the oldest event after a position has been in the log. */
const lagOf = Effect.fnUntraced(function* (position: Position) {
  const store = yield* EventStore
  const next = yield* Stream.runHead(Stream.take(store.readAll(position), 1))
  if (Option.isNone(next)) return 0
  const now = yield* Clock.currentTimeMillis
  return Math.max(0, (now - epochMillis(next.value.metadata.recordedAt)) / 1000)
})

const UNKNOWN_LAG: Lag = { lagSeconds: null, lagEvents: null }

/** The lag from each of some positions on; unknown where the log cannot tell in time. */
const lagsOf = Effect.fnUntraced(function* (positions: ReadonlySet<Position>) {
  const { countAfter } = yield* EventStore
  const lags = yield* Effect.forEach(
    positions,
    (position) =>
      Effect.all({ lagSeconds: lagOf(position), lagEvents: countAfter(position) }).pipe(
        Effect.timeoutOrElse({ duration: LAG_MILLIS, orElse: () => Effect.succeed(UNKNOWN_LAG) }),
        Effect.orElseSucceed(() => UNKNOWN_LAG),
        Effect.map((lag) => [position, lag] as const),
      ),
    { concurrency: "unbounded" },
  )
  return new Map<Position, Lag>(lags)
})

const notInstalled = ({ name, version }: Projection): Standing => ({
  name,
  version,
  generation: 0,
  isRead: false,
  position: "",
  state: "starting",
  poison: null,
})

/**
 * Gets the tables ready before anybody asks. Whoever may feed them makes all of them as this version wants them, and
 * lets stopped projections try again; whoever may not only adds what is not there at all.
 */
const prepare = Effect.fnUntraced(function* (projections: ReadonlyArray<Projection>) {
  const { lease, standings } = yield* ReadModelFile
  const held = lease === null || (yield* lease.take)
  const known = new Set((yield* standings).map(({ name }) => name))
  yield* Effect.forEach(
    projections.filter(({ name }) => held || !known.has(name)),
    installed,
    { discard: true },
  )
})

const make = Effect.fnUntraced(function* (projections: ReadonlyArray<Projection>) {
  const file = yield* ReadModelFile
  const store = yield* EventStore
  const outside = yield* Effect.context<EventStore | Keys | ReadModelFile>()
  const wakeup = makeWakeup()
  let isFeeding = false
  let trouble: string | null = null
  const standings = Effect.map(file.standings, (known) =>
    projections.map(
      (projection) =>
        known.find(({ name, version }) => name === projection.name && version === projection.version) ??
        notInstalled(projection),
    ),
  )

  const all = <C extends Columns>(rows: Shape<C>, sql: string, ...parameters: ReadonlyArray<SqlValue>) =>
    Effect.flatMap(file.query(sql, parameters), (found) => {
      const fitting = found.filter(rows.fits)
      return fitting.length === found.length ? Effect.succeed(fitting) : Effect.fail(unfit())
    })

  const status = Effect.gen(function* () {
    const present = yield* standings
    const lags = yield* lagsOf(new Set(present.map(({ position }) => position)))
    return present.map(({ name, poison, position, state, version }): ProjectionStatus => {
      const lastError = poison?.reason ?? trouble
      return { name, version, position, state, ...(lags.get(position) ?? UNKNOWN_LAG), poison, lastError }
    })
  }).pipe(Effect.provideService(EventStore, store))

  const named = (name: string) => {
    const projection = projections.find((one) => one.name === name)
    return projection === undefined ? Effect.fail(unknown(name, projections)) : Effect.succeed(projection)
  }

  if (file.lease !== null) {
    const { release } = file.lease
    // A lease that cannot be given back runs out by itself.
    yield* Effect.addFinalizer(() => Effect.ignore(release))
  }
  yield* prepare(projections)
  yield* Effect.forkScoped(
    keepFed(projections, {
      moved: wakeup.notify,
      feeding: (now) => {
        isFeeding = now
        wakeup.notify()
      },
      trouble: (reason) => {
        trouble = reason
      },
    }),
  )

  return ReadModels.of({
    all,
    get: (row, sql, ...parameters) => Effect.map(all(row, sql, ...parameters), (rows) => rows[0]),
    reached: (position, millis = MILLIS_TO_REACH, of) =>
      waitUntilReached({ standings, wakeup, isFed: () => isFeeding }, position, { millis, of }),
    rebuild: Effect.fnUntraced(function* (name, progress = () => Effect.void) {
      yield* Effect.provideContext(rebuild(yield* named(name), progress), outside)
      wakeup.notify()
    }),
    verify: Effect.fnUntraced(function* (name, progress = () => Effect.void) {
      return yield* Effect.provideContext(verify(yield* named(name), progress), outside)
    }),
    feeder: Effect.gen(function* () {
      if (isFeeding) return "this"
      return file.lease === null ? null : yield* file.lease.holder
    }),
    status,
  })
})

/** Keeps read models of these projections, fed from the event store for as long as the layer lives. */
export const readModels = (
  projections: ReadonlyArray<Projection>,
): Layer.Layer<ReadModels, ReadModelsFailure | EventStoreFailure, ReadModelFile | EventStore | Keys> =>
  Layer.effect(ReadModels, make(projections))
