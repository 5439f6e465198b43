import { Effect, Schema } from "effect"
import { type ListEntries, listEntriesAt } from "#adapters/as-of"
import {
  AttemptExplanation,
  DeviceAt,
  deviceAt,
  deviceHistory,
  explainAttempt,
  HistoryEntry,
  readMoment,
} from "#workflows/audit"
import { json } from "../exchange/reply.ts"
import { Nothing, readRoute } from "../given/routes.ts"
import { managedDevice, windowsAutopilotDeviceIdentity } from "../graph/entity-types.ts"
import { entityMaker, entitySchema } from "../graph/properties.ts"
import { AttemptOfDevice, attemptNumber } from "./attempt-path.ts"
import { text } from "./words.ts"

const Device = Schema.Struct({ id: text(64) })

const ofRevision = (revision: number | undefined) => ({ ETag: `"${revision ?? -1}"` })

/** The lists of Graph beta, as they were. */
const Lists = Schema.Struct({
  windowsAutopilotDeviceIdentity: Schema.NullOr(entitySchema(windowsAutopilotDeviceIdentity, "beta")),
  managedDevice: Schema.NullOr(entitySchema(managedDevice, "beta")),
})

const autopilotEntry = entityMaker(windowsAutopilotDeviceIdentity, "beta")
const managedEntry = entityMaker(managedDevice, "beta")

const listsOf = (entries: ListEntries) => ({
  windowsAutopilotDeviceIdentity:
    entries.windowsAutopilotDeviceIdentity === null
      ? null
      : autopilotEntry(entries.windowsAutopilotDeviceIdentity),
  managedDevice: entries.managedDevice === null ? null : managedEntry(entries.managedDevice),
})

const StateAt = Schema.Struct({
  ...DeviceAt.fields,
  /** What the two device lists said of it; null where it was not in the list. */
  lists: Lists,
}).annotate({ identifier: "StateAt" })

const history = readRoute({
  path: "/api/devices/{id}/history",
  face: "native",
  tag: "Audit",
  summary: "Everything that happened to a device: what, who, when, why, and under which profile version",
  params: Device,
  query: Nothing,
  answers: [{ status: 200, description: "Events in order.", schema: Schema.Array(HistoryEntry) }],
  handle: Effect.fnUntraced(function* ({ params: { id }, tenant }) {
    const entries = yield* deviceHistory(id.toLowerCase(), tenant.id)
    return json(200, entries, ofRevision(entries.at(-1)?.revision))
  }),
})

const state = readRoute({
  path: "/api/devices/{id}/state",
  face: "native",
  tag: "Audit",
  summary: "What was known of a device at a moment",
  params: Device,
  query: Schema.Struct({
    at: Schema.optionalKey(
      Schema.String.annotate({
        description: "A time with its zone, or a position of the log; without it, the present.",
      }),
    ),
  }),
  answers: [{ status: 200, description: "The fold of the events up to then.", schema: StateAt }],
  handle: Effect.fnUntraced(function* ({ params: { id }, query: { at }, tenant }) {
    const moment = at === undefined ? null : yield* readMoment(at)
    const deviceId = id.toLowerCase()
    const { events, state } = yield* deviceAt(deviceId, tenant.id, moment)
    const lists = listsOf(yield* listEntriesAt(events, { deviceId, tenantId: tenant.id }))
    return json(200, { ...state, lists }, ofRevision(state.asOf.revision))
  }),
})

const waiting = readRoute({
  path: "/api/devices/{id}/waiting",
  face: "native",
  tag: "Audit",
  summary: "What a device waits for: its states, what they take, and until when",
  params: Device,
  query: Nothing,
  answers: [
    {
      status: 200,
      description: "The present.",
      schema: DeviceAt.fields.waiting,
    },
  ],
  handle: Effect.fnUntraced(function* ({ params: { id }, tenant }) {
    const { state } = yield* deviceAt(id.toLowerCase(), tenant.id, null)
    return json(200, state.waiting, ofRevision(state.asOf.revision))
  }),
})

const attempt = readRoute({
  path: "/api/devices/{id}/attempts/{attempt}",
  face: "native",
  tag: "Audit",
  summary: "A deployment attempt explained: where it is, what it waits for, and what went wrong",
  description:
    "Since when and until when it waits; after a failure the chain from phase to item to code to the setting that made it blocking, with the catalogue's meaning and cure.",
  params: AttemptOfDevice,
  query: Nothing,
  answers: [{ status: 200, description: "The present.", schema: AttemptExplanation }],
  handle: Effect.fnUntraced(function* ({ params, tenant }) {
    return json(200, yield* explainAttempt(params.id.toLowerCase(), tenant.id, attemptNumber(params)))
  }),
})

export const auditRoutes = [history, state, waiting, attempt]
