import { Effect, Schema } from "effect"
import { timestampOf } from "#domain/kernel"
import type { SubscriptionStatus } from "#workflows/ports"
import { noBody } from "../exchange/body.ts"
import { json } from "../exchange/reply.ts"
import { route } from "../exchange/route.ts"
import { Nothing } from "../given/routes.ts"
import { readiness } from "./readiness.ts"

const live = route({
  method: "GET",
  path: "/health/live",
  face: "native",
  tag: "Health",
  summary: "Whether the service answers at all",
  params: Nothing,
  query: Nothing,
  body: noBody,
  answers: [{ status: 200, description: "It does.", schema: Schema.Struct({ status: Schema.String }) }],
  handle: () => Effect.succeed(json(200, { status: "live" })),
})

const Readiness = Schema.Struct({
  status: Schema.Literals(["ready", "not ready"]),
  /** Position of the last event of the log; null where the log does not answer. */
  head: Schema.NullOr(Schema.String),
  projections: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      version: Schema.Int,
      position: Schema.String,
      state: Schema.Literals(["starting", "catching up", "live", "stopped"]),
      /** How long the oldest event that is not applied yet has been in the log; null where the log cannot be asked. */
      lagSeconds: Schema.NullOr(Schema.Number),
      /** How many events are not applied yet; null where the store cannot count. */
      lagEvents: Schema.NullOr(Schema.Int),
      /** The event that stopped it. */
      poison: Schema.NullOr(
        Schema.Struct({ position: Schema.String, type: Schema.String, reason: Schema.String }),
      ),
      lastError: Schema.NullOr(Schema.String),
    }),
  ),
  /** How lists and processes follow the log. */
  subscriptions: Schema.Array(
    Schema.Struct({
      /** Of which streams; empty for all. */
      categories: Schema.Array(Schema.String),
      state: Schema.Literals(["catching up", "live", "resuming"]),
      since: Schema.String,
      /** What cut it off last. */
      lastError: Schema.NullOr(Schema.String),
    }),
  ),
}).annotate({ identifier: "Readiness" })

const subscriptionView = ({ filter, lastError, since, state }: SubscriptionStatus) => ({
  categories: filter.categories ?? [],
  state,
  since: timestampOf(since),
  lastError,
})

const ready = route({
  method: "GET",
  path: "/health/ready",
  face: "native",
  tag: "Health",
  summary: "Whether the log can be read and every list follows it, and how far behind each is",
  params: Nothing,
  query: Nothing,
  body: noBody,
  answers: [
    { status: 200, description: "Every list follows the log.", schema: Readiness },
    {
      status: 503,
      description: "The log does not answer, or some list does not follow it yet, or not any more.",
      schema: Readiness,
    },
  ],
  handle: Effect.fnUntraced(function* () {
    const { head, isReady, projections, subscriptions } = yield* readiness
    const status = isReady ? "ready" : "not ready"
    return json(isReady ? 200 : 503, {
      status,
      head,
      projections,
      subscriptions: subscriptions.map(subscriptionView),
    })
  }),
})

export const healthRoutes = [live, ready]
