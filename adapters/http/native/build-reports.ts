import { Effect, Schema } from "effect"
import { MAX_BYTES } from "#adapters/csv"
import { readDeviceFile } from "#adapters/device-files"
import { DeliveredRow, deliverFile } from "#workflows/commands"
import { fileBody } from "../exchange/body.ts"
import { json } from "../exchange/reply.ts"
import { manufacturerRoute, Nothing } from "../given/routes.ts"

const Delivery = Schema.Struct({
  deliveryId: Schema.String,
  delivered: Schema.Int,
  /** One for each row of the file, in its order. */
  results: Schema.Array(DeliveredRow),
}).annotate({ identifier: "Delivery" })

const deliver = manufacturerRoute({
  method: "POST",
  path: "/api/build-reports",
  face: "native",
  tag: "Partners",
  summary: "Deliver the hashes of built machines (Computer Build Report)",
  description:
    "They are known to the service from now on, and belong to no tenant; partners then register them by product key id, or by manufacturer, model and serial number. The Idempotency-Key is the delivery's id: a delivery that was cut short is completed by sending it again.",
  params: Nothing,
  body: fileBody({
    mediaType: "text/csv",
    limit: MAX_BYTES,
    description: "Any file that POST /api/imports takes, with a hash in every row.",
  }),
  answers: [{ status: 200, description: "What came of each machine.", schema: Delivery }],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const file = yield* Effect.fromResult(readDeviceFile(body))
    const deliveryId = caller.key
    const results = yield* deliverFile({ deliveryId, ...file }, caller)
    const delivered = results.filter((one) => one.delivered).length
    return json(200, { deliveryId, delivered, results })
  }),
})

export const buildReportRoutes = [deliver]
