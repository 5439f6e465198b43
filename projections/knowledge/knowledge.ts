import { Effect, Layer } from "effect"
import { assignableDevices, autopilotDevices } from "#projections/autopilot-devices"
import { runningAttempts } from "#projections/autopilot-events"
import { conversions, convertibleDevices } from "#projections/conversions"
import { deadlines, dueDeadlines, nextDue } from "#projections/deadlines"
import { groups } from "#projections/groups"
import { partHolders } from "#projections/hardware-parts"
import { imports } from "#projections/imports"
import { countDevicesOf } from "#projections/managed-devices"
import { catalogueOf, pageCatalogueOf, profiles } from "#projections/profiles"
import { ReadModels, type ReadModelsFailure } from "#projections/runtime"
import { Knowledge, KnowledgeFailure } from "#workflows/ports"

/** The read models that processes decide by: `reached` waits for these, whatever became of the others. */
const KNOWN = [
  autopilotDevices.name,
  conversions.name,
  deadlines.name,
  groups.name,
  imports.name,
  profiles.name,
]

const asKnowledge = ({ reason, remedy, cause }: ReadModelsFailure) =>
  new KnowledgeFailure({ reason, remedy, ...(cause === undefined ? {} : { cause }) })

/** What processes ask, answered from the read models. */
export const knowledge: Layer.Layer<Knowledge, never, ReadModels> = Layer.effect(
  Knowledge,
  Effect.gen(function* () {
    const readModels = yield* ReadModels
    const ask = <A>(question: Effect.Effect<A, ReadModelsFailure, ReadModels>) =>
      question.pipe(Effect.provideService(ReadModels, readModels), Effect.mapError(asKnowledge))
    return Knowledge.of({
      reached: (position, millis) => ask(readModels.reached(position, millis, KNOWN)),
      catalogue: (tenantId) => ask(catalogueOf(tenantId)),
      pageCatalogue: (tenantId) => ask(pageCatalogueOf(tenantId)),
      assignableDevices: (tenantId, page) => ask(assignableDevices(tenantId, page)),
      convertibleDevices: (tenantId, page) => ask(convertibleDevices(tenantId, page)),
      runningAttempts: (tenantId, limit) => ask(runningAttempts(tenantId, limit)),
      devicesOf: (tenantId, userId, except) => ask(countDevicesOf(tenantId, userId, except)),
      partHolders: (digests) => ask(partHolders(digests)),
      due: (now, limit) => ask(dueDeadlines(now, limit)),
      nextDue: ask(nextDue()),
    })
  }),
)
