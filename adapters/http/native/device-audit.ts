import { Effect, Schema } from "effect"
import { DeviceAt, deviceAt, deviceHistory, HistoryEntry, readMoment } from "#workflows/audit"
import { json } from "../exchange/reply.ts"
import { Nothing, readRoute } from "../given/routes.ts"
import { text } from "./words.ts"

const Device = Schema.Struct({ id: text(64) })

const ofRevision = (revision: number | undefined) => ({ ETag: `"${revision ?? -1}"` })

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
  answers: [{ status: 200, description: "The fold of the events up to then.", schema: DeviceAt }],
  handle: Effect.fnUntraced(function* ({ params: { id }, query: { at }, tenant }) {
    const moment = at === undefined ? null : yield* readMoment(at)
    const view = yield* deviceAt(id.toLowerCase(), tenant.id, moment)
    return json(200, view, ofRevision(view.asOf.revision))
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
    const view = yield* deviceAt(id.toLowerCase(), tenant.id, null)
    return json(200, view.waiting, ofRevision(view.asOf.revision))
  }),
})

export const auditRoutes = [history, state, waiting]
