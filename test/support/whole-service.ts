import { Context, Effect, Layer } from "effect"
import { advanceProcess } from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { callerIn, contoso, discovered, registered, upToEnrolment } from "./contoso.ts"
import { NEIGHBOUR } from "./machines.ts"

/** A log with every kind of stream: a tenant with users and profiles, two devices, one of them enrolled, and a process's notes. */
export const livedIn = Effect.gen(function* () {
  const tenantId = yield* contoso
  const first = yield* registered(callerIn(tenantId))
  const device = yield* discovered()
  for (const report of upToEnrolment()) yield* device.report(report)
  yield* registered(callerIn(tenantId), NEIGHBOUR, "sales")
  yield* advanceProcess("assignment", yield* (yield* EventStore).head)
  return { tenantId, deviceId: first }
})

/** A store of its own, for as long as the scope at hand is open. */
export const aStoreOf = <E>(layer: Layer.Layer<EventStore, E>) =>
  Effect.map(Layer.build(Layer.fresh(layer)), (context) => Context.get(context, EventStore))
