import { Schema } from "effect"
import type { FactOf } from "#domain/kernel"

/** Every event of a process stream, by type: bookkeeping, never copied to another store. */
export const processEvents = {
  /** The process has dealt with everything up to a position of this store. */
  ProcessAdvanced: Schema.Struct({ name: Schema.String, position: Schema.String }),
}

/** An event of a process stream, before it has an envelope. */
export type ProcessFact = FactOf<typeof processEvents>
