import { Effect, Schema } from "effect"
import { changeOrder, ownDevice } from "#workflows/commands"
import { jsonBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { writeRoute } from "../given/routes.ts"
import { text } from "./words.ts"

const Named = Schema.optionalKey(Schema.NullOr(text(256)))

const Order = Schema.Struct({
  orderId: Schema.NullOr(Schema.String),
  purchaseOrder: Schema.NullOr(Schema.String),
}).annotate({ identifier: "Order" })

const change = writeRoute({
  method: "POST",
  path: "/api/devices/{id}/order",
  face: "native",
  tag: "Devices",
  summary: "Change by which order a device was bought",
  description:
    "What is left out stays, null removes it. Profiles may choose devices by their order: the device may get another one.",
  params: Schema.Struct({ id: text(64) }),
  body: jsonBody(Schema.Struct({ orderId: Named, purchaseOrder: Named })),
  answers: [{ status: 200, description: "The order from now on.", schema: Order }],
  handle: Effect.fnUntraced(function* ({ body, caller, params: { id } }) {
    const { registration } = (yield* ownDevice(id.toLowerCase(), caller.tenantId)).process.device
    const { orderId = registration?.orderId ?? null, purchaseOrder = registration?.purchaseOrder ?? null } =
      body
    const answer = yield* changeOrder(id.toLowerCase(), { orderId, purchaseOrder }, caller)
    return json(200, { orderId, purchaseOrder }, writtenAt(answer))
  }),
})

export const deviceOrderRoutes = [change]
