import { Context, type Effect } from "effect"

/** Tells a command that stays up when somebody wants it to end: Ctrl+C, or a signal of the system. */
export class Stop extends Context.Service<
  Stop,
  {
    /** Waits until the end is asked for; the command then ends by itself, in order. */
    readonly requested: Effect.Effect<void>
  }
>()("flightlog/adapters/cli/Stop") {}
