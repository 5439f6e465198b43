import { Effect, Result, Schema } from "effect"
import { Ownership } from "#domain/enrolment"
import { decodeHash, summarise } from "#domain/hardware"
import { Conversion, listConversions } from "#projections/conversions"
import { enrolmentToken, enrolOrdinarily, ordinaryEnrolment, reportHash } from "#workflows/commands"
import { Keys } from "#workflows/ports"
import { jsonBody, noBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { type RouteDoc, route } from "../exchange/route.ts"
import { IDEMPOTENCY_HEADER, keyOf } from "../given/caller.ts"
import { enrolledReportingOf } from "../given/reporting.ts"
import { Nothing, readRoute, writeRoute } from "../given/routes.ts"
import { text, UserName } from "./words.ts"

const enrol = writeRoute({
  method: "POST",
  path: "/api/device/enrolments",
  face: "native",
  tag: "Device reports",
  summary: "A device enrolled in Intune that is not registered, and so did not come through Autopilot",
  description:
    "It enters the Intune list as one that is not Autopilot-enrolled. A profile with convertTargeted that is for it asks corporate devices for their hash.",
  params: Nothing,
  body: jsonBody(
    Schema.Struct({
      deviceName: text(64),
      ownership: Ownership,
      manufacturer: text(128),
      model: text(128),
      serialNumber: text(128),
      osVersion: Schema.optionalKey(text(64)),
      userPrincipalName: UserName,
    }),
  ),
  answers: [
    {
      status: 201,
      description: "Enrolled, with a token for its commands and its hash.",
      schema: Schema.Struct({
        enrolmentId: Schema.String,
        managedDeviceId: Schema.String,
        /** Lets this device ask for its commands and report its hash, and nothing else. */
        token: Schema.String,
      }).annotate({ identifier: "OrdinaryEnrolment" }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ body: { osVersion = null, ...said }, caller }) {
    const answer = yield* enrolOrdinarily({ ...said, osVersion }, caller)
    const { enrolmentId, managedDeviceId } = answer
    const token = enrolmentToken(yield* Keys, { enrolmentId, tenantId: caller.tenantId })
    return json(201, { enrolmentId, managedDeviceId, token }, writtenAt(answer))
  }),
})

const TOKEN: NonNullable<RouteDoc["headers"]> = [
  { name: "Authorization", description: "Bearer, and the token that the enrolment gave." },
]

const commands = route({
  method: "GET",
  path: "/api/device/commands",
  face: "native",
  tag: "Device reports",
  summary: "What an enrolled device is asked to do",
  headers: TOKEN,
  params: Nothing,
  query: Nothing,
  body: noBody,
  answers: [
    {
      status: 200,
      description: "None, or to report its hardware hash.",
      schema: Schema.Array(
        Schema.Struct({
          command: Schema.Literal("report-hardware-hash"),
          /** After that the report is refused. */
          until: Schema.String,
          profile: Schema.Struct({ name: Schema.String, version: Schema.Int }),
        }),
      ),
    },
  ],
  handle: Effect.fnUntraced(function* ({ request }) {
    const { enrolmentId } = yield* enrolledReportingOf(request)
    const { request: asked } = yield* ordinaryEnrolment(enrolmentId)
    if (asked === null) return json(200, [])
    const { profile, until } = asked
    const { name, version } = profile
    return json(200, [{ command: "report-hardware-hash", until, profile: { name, version } }])
  }),
})

const hash = route({
  method: "POST",
  path: "/api/device/hardware-hash",
  face: "native",
  tag: "Device reports",
  summary: "An enrolled device reports the hardware hash that it was asked for",
  headers: [...TOKEN, { name: IDEMPOTENCY_HEADER, description: "The same key is one report." }],
  params: Nothing,
  query: Nothing,
  body: jsonBody(
    Schema.Struct({
      hash: Schema.String.annotate({ description: "The 4K hardware hash: 4000 Base64 characters." }),
    }),
  ),
  answers: [
    {
      status: 202,
      description: "Taken; its registration follows by itself.",
      schema: Schema.Struct({ enrolmentId: Schema.String }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ body: { hash }, request }) {
    const reporting = yield* enrolledReportingOf(request)
    const hardware = yield* Effect.fromResult(
      Result.flatMap(decodeHash(hash), ({ report }) => summarise(report)),
    )
    const answer = yield* reportHash(reporting, hardware, { key: yield* keyOf(request) })
    return json(202, { enrolmentId: reporting.enrolmentId }, writtenAt(answer))
  }),
})

/** How many devices one answer lists. */
const LISTED = 10_000

const list = readRoute({
  path: "/api/conversions",
  face: "native",
  tag: "Devices",
  summary: "Devices that enrolled without being registered, and how far their conversion came",
  params: Nothing,
  query: Nothing,
  answers: [
    {
      status: 200,
      description: `By name, at most ${LISTED}.`,
      schema: Schema.Array(Conversion),
    },
  ],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, yield* listConversions(tenant.id, { top: LISTED, skip: 0 }))
  }),
})

export const enrolmentRoutes = [enrol, commands, hash, list]
