import { Effect, Schema } from "effect"
import { Identifier, LeftBehind, leftBehindSays, RegistrationMethod } from "#domain/device"
import { streamId } from "#domain/kernel"
import { deregister, deregisterForTenant, registerForTenant, registerOwn, toldBy } from "#workflows/commands"
import { jsonBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { Nothing, registrarRoute } from "../given/routes.ts"
import { text, UserName } from "./words.ts"

const Text = Schema.NullOr(Schema.String)
const Hash = Schema.String.annotate({ description: "The 4K hardware hash: 4000 Base64 characters." })
const named = Schema.optionalKey(text(256))

const Registered = Schema.Struct({
  deviceId: Schema.String,
  serialNumber: Schema.String,
  method: RegistrationMethod,
  identifiedBy: Identifier,
  /** The grant under which a partner registered it. */
  authorizationId: Text,
}).annotate({ identifier: "RegisteredDevice" })

const register = registrarRoute({
  method: "POST",
  path: "/api/devices",
  face: "native",
  tag: "Devices",
  summary: "Register a device: by its hash, or for partners by what stands on its box",
  description:
    "An owner tells a device by its hash only. A partner may also use the product key id, or manufacturer, model and serial number, of a machine whose hash its manufacturer delivered: none is 812, several are 813.",
  params: Nothing,
  body: jsonBody(
    Schema.Struct({
      hash: Schema.optionalKey(Hash),
      productKeyId: named,
      manufacturer: named,
      model: named,
      serialNumber: named,
      groupTag: named,
      orderId: named,
      purchaseOrder: named,
      assignedUser: Schema.optionalKey(UserName),
    }),
  ),
  answers: [{ status: 201, description: "Registered.", schema: Registered }],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const { assignedUser = null, groupTag = null, orderId = null, purchaseOrder = null } = body
    const { hash = null, manufacturer = null, model = null, productKeyId = null, serialNumber = null } = body
    const device = yield* toldBy({ hash, productKeyId, manufacturer, model, serialNumber })
    const asked = {
      device,
      channel: "api",
      groupTag,
      orderId,
      purchaseOrder,
      productKey: productKeyId,
      import: null,
      assignedUser,
    } as const
    const answer = yield* "through" in caller ? registerForTenant(asked, caller) : registerOwn(asked, caller)
    const registered = answer.facts.find((fact) => fact.type === "DeviceRegistered")?.data
    const deviceId = streamId(answer.stream)
    const told = {
      deviceId,
      serialNumber: registered?.hardware.serialNumber ?? "",
      method: registered?.method ?? "manual",
      identifiedBy: registered?.identifiedBy ?? device.by,
      authorizationId: registered?.authorization?.id ?? null,
    }
    return json(201, told, { ...writtenAt(answer), Location: `/api/devices/${deviceId}/state` })
  }),
})

const end = registrarRoute({
  method: "POST",
  path: "/api/devices/{id}/deregister",
  face: "native",
  tag: "Devices",
  summary: "End the registration of a device",
  description:
    "A partner needs a grant for it, ends the registration alone, and a CSP partner only one that came through partners.",
  params: Schema.Struct({ id: text(64) }),
  body: jsonBody(
    Schema.Struct({
      reason: text(256),
      /** What to do about an Intune record or an assigned user; a partner always leaves them (`one-step`). */
      way: Schema.optionalKey(Schema.Literals(["if-clear", "in-order", "one-step"])),
    }),
  ),
  answers: [
    {
      status: 200,
      description: "What was recorded.",
      schema: Schema.Struct({
        deviceId: Schema.String,
        /** Its steps, in order. */
        events: Schema.Array(Schema.String),
        /** What outlives the registration, and what there is to do about it. */
        leftBehind: Schema.Array(Schema.Struct({ ...LeftBehind.fields, says: Schema.String })),
      }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ body: { reason, way }, caller, params }) {
    const deviceId = params.id.toLowerCase()
    const answer = yield* "through" in caller
      ? deregisterForTenant(deviceId, reason, caller)
      : deregister(deviceId, reason, caller, way)
    const left = answer.facts.flatMap((fact) =>
      fact.type === "DeviceDeregistered" ? (fact.data.leftBehind ?? []) : [],
    )
    const told = {
      deviceId,
      events: answer.facts.map(({ type }) => type),
      leftBehind: left.map((one) => ({ ...one, says: leftBehindSays(one) })),
    }
    return json(200, told, writtenAt(answer))
  }),
})

export const deviceRoutes = [register, end]
