import { Context, type Effect, type Scope } from "effect"
import type { Position } from "#workflows/ports"
import type { ReadModelsFailure } from "./failure.ts"
import type { Projection } from "./projection.ts"
import type { SqlRow, SqlValue } from "./shape.ts"
import type { Write } from "./table.ts"

/** How far a projection is: not begun, on its way to the end known when it began, following, or stopped by an event. */
export type ProjectionState = "starting" | "catching up" | "live" | "stopped"

/** The event that stopped a projection. */
export interface Poison {
  readonly position: Position
  readonly type: string
  readonly reason: string
}

/** Where a projection stands in the file. */
export interface Standing {
  readonly name: string
  readonly version: number
  /** Counts the times that tables were made in the file: which of them are this projection's. */
  readonly generation: number
  /** Whether queries read these tables; if not, they are built beside those that are. */
  readonly isRead: boolean
  /** The checkpoint: everything up to it is applied. */
  readonly position: Position
  readonly state: ProjectionState
  readonly poison: Poison | null
}

/** What one event writes. */
export interface Step {
  readonly position: Position
  readonly type: string
  readonly writes: ReadonlyArray<Write>
}

/** How one projection is to go on from where it stands: writes and the new checkpoint belong together. */
export interface Advance {
  readonly standing: Standing
  readonly steps: ReadonlyArray<Step>
  readonly to: Position
  readonly state: ProjectionState
  /** The event that could not be applied; `to` is before it. */
  readonly poison: Poison | null
}

/** What became of advances: all are kept, or none because another process had gone on from there. */
export type Committed =
  | { readonly _tag: "Committed"; readonly standings: ReadonlyArray<Standing> }
  | { readonly _tag: "Overtaken" }

/** What became of tables that were to be read: they are, or are behind those that are, or somebody has taken them out. */
export type Promotion = "promoted" | "behind" | "gone"

/** A row that is not in both of two tables, or not the same in both. */
export interface RowDifference {
  readonly table: string
  /** The columns that tell the row from another. */
  readonly key: SqlRow
  /** As it is read; null where only the table that was built anew has it. */
  readonly read: SqlRow | null
  /** As it was built anew; null where only the table that is read has it. */
  readonly rebuilt: SqlRow | null
}

/** The tables of a projection that are read, as they were at one moment, whatever is fed meanwhile. */
export interface HeldTables {
  readonly standing: Standing
  /** Compares them row by row with tables made by `begin`; null for each row that is the same. May throw what SQLite throws. */
  compare(rebuilt: Standing): Iterable<RowDifference | null>
}

/** A process that feeds the file. */
export interface Feeder {
  readonly machine: string
  readonly process: number
}

/** The right to feed the file, held by one process at a time and lost when it is not renewed. */
export interface Lease {
  /** How often it has to be renewed. */
  readonly renewMillis: number
  /** Takes the lease or renews it; false while another process holds it. */
  readonly take: Effect.Effect<boolean, ReadModelsFailure>
  /** Who holds it; null while nobody does. */
  readonly holder: Effect.Effect<Feeder | null, ReadModelsFailure>
  /** Gives it back at once, if it is held. */
  readonly release: Effect.Effect<void, ReadModelsFailure>
}

/** What the runtime asks of the file that keeps the read models. */
export class ReadModelFile extends Context.Service<
  ReadModelFile,
  {
    /** The rows of a query, on a connection that cannot write; tables by their plain names. */
    query(
      sql: string,
      parameters: ReadonlyArray<SqlValue>,
    ): Effect.Effect<ReadonlyArray<SqlRow>, ReadModelsFailure>
    /** Where the projections in the file stand: those that are read, and new versions that are to be. */
    readonly standings: Effect.Effect<ReadonlyArray<Standing>, ReadModelsFailure>
    /**
     * Makes a projection ready to be fed: its tables as they are, or new ones where the file has none. In place of those of another
     * version, new ones are read as soon as they have caught up.
     */
    install(projection: Projection): Effect.Effect<Standing, ReadModelsFailure>
    /** Throws away all tables of a projection, and makes empty ones that are read at once. */
    restart(projection: Projection): Effect.Effect<Standing, ReadModelsFailure>
    /** Makes empty tables for a projection, beside those that are read. */
    begin(projection: Projection): Effect.Effect<Standing, ReadModelsFailure>
    /**
     * Has the tables made by `begin` read in place of the others, unless those are further: so nobody who waited for a
     * position ever reads less.
     */
    promote(projection: Projection, standing: Standing): Effect.Effect<Promotion, ReadModelsFailure>
    /** Takes out the tables made by `begin`. */
    discard(standing: Standing): Effect.Effect<void, ReadModelsFailure>
    /** Holds the tables that are read as they are now, for as long as the scope is open; null where the file has none. */
    hold(projection: Projection): Effect.Effect<HeldTables | null, ReadModelsFailure, Scope.Scope>
    /** Applies advances in one transaction, provided that every projection still stands where its advance begins. */
    commit(advances: ReadonlyArray<Advance>): Effect.Effect<Committed, ReadModelsFailure>
    /** Null where no other process can reach the file. */
    readonly lease: Lease | null
  }
>()("flightlog/projections/runtime/ReadModelFile") {}
