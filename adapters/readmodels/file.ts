import { Clock, Effect, Layer } from "effect"
import { explain } from "#adapters/sqlite"
import { type Lease, ReadModelFile, ReadModelsFailure, shape } from "#projections/runtime"
import { commitAdvances } from "./commit.ts"
import { type Connection, type Connections, inTransaction, MEMORY, openConnections } from "./connections.ts"
import {
  beginGeneration,
  discardGeneration,
  installProjection,
  promoteGeneration,
  restartProjection,
} from "./generations.ts"
import { holdTables } from "./hold.ts"
import { leaseHolder, makeOwner, releaseLease, takeLease } from "./lease.ts"
import { readStandings } from "./standings.ts"

/** Which file, and for which store. */
export interface ReadModelFileOptions {
  /** A path, or `:memory:` for one that ends with the process. */
  readonly path: string
  /** Names the event store: a file belongs to one store for ever. */
  readonly store: string
  /** How long a process that feeds the file may be silent before another takes over; default 2,000. */
  readonly leaseMillis?: number
}

const LEASE_MILLIS = 2000
const RENEWALS_PER_LEASE = 4

const failure = (what: string) => (error: unknown) => {
  if (error instanceof ReadModelsFailure) return error
  const { reason, remedy } = explain(error)
  return new ReadModelsFailure({ reason: `${what}: ${reason}`, remedy, cause: error })
}

const storeRow = shape({ id: "text" })

/** Writes the store's identity into a new file, and reads whose file it is. */
const ownerOf = (writer: Connection, store: string): string =>
  inTransaction(writer, () => {
    const [known] = writer.rows("SELECT id FROM flightlog_store").filter(storeRow.fits)
    if (known !== undefined) return known.id
    writer.run("INSERT INTO flightlog_store (id) VALUES (?)", [store])
    return store
  })

const acquire = ({ path, store }: ReadModelFileOptions) =>
  Effect.gen(function* () {
    const what = `The read-model file "${path}" could not be opened`
    const opened = yield* Effect.try({ try: () => openConnections(path), catch: failure(what) })
    if ("reason" in opened)
      return yield* new ReadModelsFailure({ reason: `${what}. ${opened.reason}`, remedy: opened.remedy })
    const owner = yield* Effect.try({ try: () => ownerOf(opened.writer, store), catch: failure(what) })
    if (owner === store) return opened
    opened.close()
    return yield* new ReadModelsFailure({
      reason: `The read-model file "${path}" belongs to the store "${owner}", but the store is "${store}".`,
      remedy:
        "Choose another data directory for this store, or delete the file: it is built anew from the log.",
    })
  })

const leaseOf = ({ reader, writer }: Connections, millis: number): Lease => {
  const owner = makeOwner()
  const attempt = <A>(work: (now: number) => A) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Effect.try({
        try: () => work(now),
        catch: failure("The lease of the read-model file could not be used"),
      }),
    )
  return {
    renewMillis: millis / RENEWALS_PER_LEASE,
    take: attempt((now) => takeLease(writer, owner, { now, expires: now + millis })),
    holder: attempt((now) => leaseHolder(reader, now)),
    release: attempt(() => releaseLease(writer, owner)),
  }
}

/** The file that keeps the read models, beside the log and never in it. It can be deleted: it is built anew from the log. */
export const readModelFile = (options: ReadModelFileOptions): Layer.Layer<ReadModelFile, ReadModelsFailure> =>
  Layer.effect(
    ReadModelFile,
    Effect.gen(function* () {
      const connections = yield* Effect.acquireRelease(acquire(options), (opened) =>
        Effect.sync(() => opened.close()),
      )
      const { reader, writer } = connections
      const attempt = <A>(what: string, work: () => A) => Effect.try({ try: work, catch: failure(what) })
      const change = <A>({ name }: { readonly name: string }, work: () => A) =>
        attempt(`The tables of "${name}" could not be changed`, () => inTransaction(writer, work))
      return ReadModelFile.of({
        query: (sql, parameters) =>
          attempt("The read models could not be read", () => reader.rows(sql, parameters)),
        standings: attempt("The read models could not be read", () => readStandings(reader)),
        install: (projection) => change(projection, () => installProjection(writer, projection)),
        restart: (projection) => change(projection, () => restartProjection(writer, projection)),
        begin: (projection) => change(projection, () => beginGeneration(writer, projection)),
        promote: (projection, standing) => change(projection, () => promoteGeneration(writer, standing)),
        discard: (standing) => change(standing, () => discardGeneration(writer, standing)),
        hold: (projection) =>
          Effect.acquireRelease(
            attempt(`The tables of "${projection.name}" could not be read`, () =>
              holdTables(options.path, connections, projection),
            ),
            (holding) => Effect.sync(() => holding?.release()),
          ).pipe(Effect.map((holding) => holding?.held ?? null)),
        commit: (advances) =>
          attempt("The read models could not be written", () => commitAdvances(writer, advances)),
        lease: options.path === MEMORY ? null : leaseOf(connections, options.leaseMillis ?? LEASE_MILLIS),
      })
    }),
  )
