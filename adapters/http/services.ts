import type { Effect, Exit } from "effect"
import type { ReadModels } from "#projections/runtime"
import type { Devices, MachineLibrary } from "#workflows/commands"
import type { Entropy, EventStore, Keys, Knowledge, ShippedProfiles } from "#workflows/ports"

/** What answering requests needs. */
export type HttpServices =
  | EventStore
  | Keys
  | Entropy
  | Knowledge
  | ShippedProfiles
  | Devices
  | MachineLibrary
  | ReadModels

/** What runs effects for Hono: an Effect `ManagedRuntime`, or a running program's own context. */
export interface HttpRuntime {
  runPromiseExit<A>(effect: Effect.Effect<A, never, HttpServices>): Promise<Exit.Exit<A, unknown>>
}
