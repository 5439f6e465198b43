import { Effect, Option } from "effect"
import { ReadModels } from "#projections/runtime"
import { EventStore } from "#workflows/ports"

/** How long the log may take to answer before it counts as away. */
const HEAD_MILLIS = 1000

const headOf = ({ head }: EventStore["Service"]) =>
  Effect.timeoutOption(head, HEAD_MILLIS).pipe(
    Effect.orElseSucceed(Option.none),
    Effect.map(Option.getOrNull),
  )

/** How the log, the lists and the subscriptions are now; ready where the log answers, and every list and process follows it. */
export const readiness = Effect.gen(function* () {
  const store = yield* EventStore
  const { head, projections } = yield* Effect.all(
    { head: headOf(store), projections: (yield* ReadModels).status },
    { concurrency: "unbounded" },
  )
  const subscriptions = yield* store.subscriptions
  const isReady =
    head !== null &&
    projections.every(({ lastError, state }) => state === "live" && lastError === null) &&
    // A log that is back answers before it is followed again.
    subscriptions.every(({ state }) => state !== "resuming")
  return { head, projections, subscriptions, isReady }
})
