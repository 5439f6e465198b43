import { Effect, Schema } from "effect"
import { sendSignal } from "#workflows/commands"
import { noBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { writeRoute } from "../given/routes.ts"
import { text } from "./words.ts"

const Sent = Schema.Struct({
  deviceId: Schema.String,
  attempt: Schema.Int,
  /** What was recorded: the signal itself, and what followed from it. */
  events: Schema.Array(Schema.String),
}).annotate({ identifier: "SentSignal" })

const send = writeRoute({
  method: "POST",
  path: "/api/devices/{id}/signals/{name}",
  face: "native",
  tag: "Devices",
  summary: "Send a signal of the organisation's own to a deployment, such as an approval",
  description:
    "The profile of the deployment declares it under `signals`, and a state waits for it. 422 where the profile knows no such signal, 409 where nothing waits for it now.",
  params: Schema.Struct({ id: text(64), name: text(64) }),
  body: noBody,
  answers: [{ status: 200, description: "Recorded.", schema: Sent }],
  handle: Effect.fnUntraced(function* ({ caller, params: { id, name } }) {
    const deviceId = id.toLowerCase()
    const answer = yield* sendSignal(deviceId, name, caller)
    const events = answer.facts.map(({ type }) => type)
    return json(200, { deviceId, attempt: answer.attempt, events }, writtenAt(answer))
  }),
})

export const signalRoutes = [send]
