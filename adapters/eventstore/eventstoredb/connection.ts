import { Effect, Redacted, Schedule, type Scope } from "effect"
import { EventStoreFailure } from "#workflows/ports"
import type { EventStoreDbAddress } from "./address.ts"
import { type Client, makeClient } from "./client.ts"
import { explainError, type Trouble, tooLate } from "./trouble.ts"

/** How long one call may take, and for how long calls are repeated whose trouble passes. */
export interface Patience {
  readonly limitMillis: number
  readonly patienceMillis: number
}

const PAUSES = Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("1 second")])

/**
 * Repeats a call while its trouble passes and the patience lasts: a new leader is there after a second or two, a node that was
 * killed after five. If any repeat of an append has an unknown outcome, so has the append.
 */
export const persistently = <A>(
  call: Effect.Effect<A, Trouble>,
  patienceMillis: number,
): Effect.Effect<A, Trouble> =>
  Effect.suspend(() => {
    let outcome: Trouble["outcome"] = "not-done"
    return call.pipe(
      Effect.tapError((trouble) =>
        Effect.sync(() => {
          if (trouble.outcome === "unknown") outcome = "unknown"
        }),
      ),
      Effect.retry({
        schedule: Schedule.upTo(PAUSES, { duration: patienceMillis }),
        while: ({ isPassing }) => isPassing,
      }),
      Effect.mapError((trouble) => ({ ...trouble, outcome })),
    )
  })

/** Trouble as the port tells it. */
export const failed =
  (operation: string) =>
  ({ outcome, reason, remedy }: Trouble): EventStoreFailure =>
    new EventStoreFailure({ operation, reason, remedy, outcome })

/** The same for what only reads: whatever happened, nothing was stored. */
export const notRead =
  (operation: string) =>
  (trouble: Trouble): EventStoreFailure =>
    failed(operation)({ ...trouble, outcome: "not-done" })

/** A way to the server that outlives its clients. */
export interface Connection {
  /** Calls the server, patiently. A call that gets no answer in time is given up, and its repeat connects anew: to another node, perhaps. */
  call<A>(use: (client: Client) => Effect.Effect<A, Trouble>): Effect.Effect<A, Trouble>
}

/** Opens a connection for as long as the scope is open; the server is reached with the first call. */
export const openConnection = (
  { connectionString, shown }: EventStoreDbAddress,
  { limitMillis, patienceMillis }: Patience,
): Effect.Effect<Connection, EventStoreFailure, Scope.Scope> => {
  const make = () => makeClient(Redacted.value(connectionString))
  const opened = Effect.try({
    try: make,
    catch: (error) => notRead(`open ${shown}`)(explainError(error)),
  })
  return Effect.map(
    Effect.acquireRelease(
      Effect.map(opened, (client) => ({ client })),
      ({ client }) => Effect.sync(() => void client.dispose()),
    ),
    (open) => ({
      call: (use) =>
        persistently(
          Effect.suspend(() => use(open.client)).pipe(
            Effect.timeoutOrElse({
              duration: limitMillis,
              orElse: () => {
                open.client = make()
                return Effect.fail(tooLate(limitMillis))
              },
            }),
          ),
          patienceMillis,
        ),
    }),
  )
}
