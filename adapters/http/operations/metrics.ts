import { Effect, Schema } from "effect"
import type { ProjectionState, ProjectionStatus } from "#projections/runtime"
import type { SubscriptionState, SubscriptionStatus } from "#workflows/ports"
import { noBody } from "../exchange/body.ts"
import { route } from "../exchange/route.ts"
import { Nothing } from "../given/routes.ts"
import { EXPOSITION, exposition, type Metric } from "./exposition.ts"
import { readiness } from "./readiness.ts"

const PROJECTION_STATES: ReadonlyArray<ProjectionState> = ["starting", "catching up", "live", "stopped"]
const SUBSCRIPTION_STATES: ReadonlyArray<SubscriptionState> = ["catching up", "live", "resuming"]

const flag = (truth: boolean): number => (truth ? 1 : 0)

const single = (name: string, help: string, value: number): Metric => ({
  name,
  type: "gauge",
  help,
  samples: [{ value }],
})

/** A gauge with one value for each projection of which it is known. */
const perProjection = (
  { help, name }: Pick<Metric, "help" | "name">,
  projections: ReadonlyArray<ProjectionStatus>,
  numberOf: (projection: ProjectionStatus) => number | null,
): Metric => ({
  name,
  type: "gauge",
  help,
  samples: projections.flatMap((projection) => {
    const value = numberOf(projection)
    return value === null ? [] : [{ value, labels: { projection: projection.name } }]
  }),
})

const statesOf = (projections: ReadonlyArray<ProjectionStatus>): Metric => ({
  name: "flightlog_projection_state",
  type: "gauge",
  help: "1 for the state that a list is in, 0 for the others.",
  samples: projections.flatMap(({ name, state }) =>
    PROJECTION_STATES.map((one) => ({
      value: flag(one === state),
      labels: { projection: name, state: one },
    })),
  ),
})

const subscribed = (subscriptions: ReadonlyArray<SubscriptionStatus>): Metric => ({
  name: "flightlog_subscriptions",
  type: "gauge",
  help: "How many subscriptions of lists and processes are in each state.",
  samples: SUBSCRIPTION_STATES.map((state) => ({
    value: subscriptions.filter((one) => one.state === state).length,
    labels: { state },
  })),
})

/** What every program tells of itself, under the names that Prometheus' client libraries agree on. */
const processMetrics = (): ReadonlyArray<Metric> => {
  const { system, user } = process.cpuUsage()
  return [
    {
      name: "process_cpu_seconds_total",
      type: "counter",
      help: "Processor time that this process has used.",
      samples: [{ value: (system + user) / 1e6 }],
    },
    single("process_resident_memory_bytes", "Memory of this process.", process.memoryUsage.rss()),
    single(
      "process_start_time_seconds",
      "When this process began, in seconds since 1970.",
      Math.round(performance.timeOrigin) / 1000,
    ),
  ]
}

const metrics = route({
  method: "GET",
  path: "/metrics",
  face: "native",
  tag: "Health",
  summary: "How the log, the lists and the subscriptions are, as Prometheus reads it",
  params: Nothing,
  query: Nothing,
  body: noBody,
  answers: [{ status: 200, description: "Metrics.", schema: Schema.String, mediaType: "text/plain" }],
  handle: Effect.fnUntraced(function* () {
    const { head, isReady, projections, subscriptions } = yield* readiness
    const body = exposition([
      single("flightlog_ready", "1 where the log answers and every list follows it.", flag(isReady)),
      single("flightlog_store_up", "1 where the log answers within a second.", flag(head !== null)),
      statesOf(projections),
      perProjection(
        {
          name: "flightlog_projection_lag_seconds",
          help: "How long the oldest event that a list has not applied has been in the log.",
        },
        projections,
        ({ lagSeconds }) => lagSeconds,
      ),
      perProjection(
        {
          name: "flightlog_projection_lag_events",
          help: "How many events a list has not applied, where the store can count them.",
        },
        projections,
        ({ lagEvents }) => lagEvents,
      ),
      subscribed(subscriptions),
      ...processMetrics(),
    ])
    return { status: 200, headers: { "Content-Type": EXPOSITION }, body }
  }),
})

export const metricsRoutes = [metrics]
