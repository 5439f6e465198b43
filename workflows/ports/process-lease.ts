import { Context, type Effect } from "effect"

/**
 * Lets one of several nodes do what follows by itself, and another one when that is gone. It only saves doing things twice: what
 * processes do has one effect on however many nodes they run. An event store that nodes share puts its own in the place of this
 * one, which lets everybody work.
 */
export const ProcessLease = Context.Reference<{
  /** Does the work while this node has the lease; begins it anew whenever it gets the lease again. */
  readonly hold: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}>("flightlog/workflows/ports/ProcessLease", { defaultValue: () => ({ hold: (work) => work }) })
