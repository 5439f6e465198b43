import { Effect, Schema } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { type DeviceFact, deviceEvents, recordedRefusal } from "#domain/device"
import { Refusal, timestampOf } from "#domain/kernel"
import { EnrollmentStatus } from "#domain/profile"
import { type Answer, type Report, type Reporting, takeReport } from "#workflows/commands"
import { jsonBody } from "../exchange/body.ts"
import type { Incoming } from "../exchange/incoming.ts"
import { json, type Reply, writtenAt } from "../exchange/reply.ts"
import { type Route, route } from "../exchange/route.ts"
import { IDEMPOTENCY_HEADER, keyOf } from "../given/caller.ts"
import { reportingOf } from "../given/reporting.ts"
import { Nothing } from "../given/routes.ts"
import { ProblemDetails, problemReply } from "../problems/problem-details.ts"
import { troubleOf } from "../problems/trouble.ts"

const EARLIEST = Date.parse("0000-01-01T00:00:00.000Z")
const LATEST = Date.parse("9999-12-31T23:59:59.999Z")

/** A time with its zone that can be written with a year of four digits. */
const isTime = (text: string): boolean => {
  const millis = Date.parse(text)
  return /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && millis >= EARLIEST && millis <= LATEST
}

/** What every report may say beside its own. */
export const about = {
  /** The device that reports, if it wants to be sure: another one's token is then refused. */
  deviceId: Schema.optionalKey(Schema.String),
  /** When it happened by the device's clock; shown in the history, never used to decide. */
  occurredAt: Schema.optionalKey(
    Schema.String.check(
      Schema.makeFilter(isTime, { expected: "a time with its zone such as 2026-11-23T08:30:00Z" }),
    ),
  ),
}

interface About {
  readonly deviceId?: string
  readonly occurredAt?: string
}

const Taken = Schema.Struct({
  deviceId: Schema.String,
  attempt: Schema.Int,
  /** What was recorded: the report itself, and what followed from it. */
  events: Schema.Array(Schema.String),
  /** The Enrollment Status Page that was chosen when the device enrolled; it takes the place of what the profile says. */
  enrollmentStatus: Schema.optionalKey(EnrollmentStatus),
}).annotate({ identifier: "TakenReport" })

const anothersToken = () =>
  new Refusal({
    kind: "forbidden",
    code: "device-token-of-another",
    what: "The report names one device, but its token was given to another.",
    remedy: "Send the token that this device was given when it discovered its profile.",
  })

const isDeviceFact = (fact: DomainFact): fact is DeviceFact => Object.hasOwn(deviceEvents, fact.type)

/** What somebody else refused the device, and the device only reports. */
const isToldByDevice = (report: Report): boolean => "refused" in report || report.report === "attestation"

/** What the page says that was chosen, for the device to show. */
const pageIn = (facts: ReadonlyArray<DomainFact>) => {
  const [chosen] = facts.flatMap((fact) => (fact.type === "EspPageChosen" ? (fact.data.status ?? []) : []))
  return chosen === undefined ? {} : { enrollmentStatus: chosen }
}

/** What this service refuses in the world's name is recorded all the same, and the device is told of it. */
const replyOf = (report: Report, answer: Answer, { attempt, deviceId }: Reporting): Reply => {
  const headers = writtenAt(answer)
  const [refusal] = answer.facts.flatMap((fact) => (isDeviceFact(fact) ? (recordedRefusal(fact) ?? []) : []))
  if (refusal === undefined || isToldByDevice(report))
    return json(
      200,
      { deviceId, attempt, events: answer.facts.map(({ type }) => type), ...pageIn(answer.facts) },
      headers,
    )
  const trouble = troubleOf(refusal)
  return problemReply({ ...trouble, recorded: true, headers: { ...trouble.headers, ...headers } })
}

const take = Effect.fnUntraced(function* (
  report: Report,
  { deviceId, occurredAt }: About,
  request: Incoming,
) {
  const reporting = yield* reportingOf(request)
  if (deviceId !== undefined && deviceId.toLowerCase() !== reporting.deviceId) return yield* anothersToken()
  const caller = {
    key: yield* keyOf(request),
    ...(occurredAt === undefined ? {} : { occurredAt: timestampOf(Date.parse(occurredAt)) }),
  }
  return replyOf(report, yield* takeReport(report, reporting, caller), reporting)
})

/** A report as data: its address, what its body says, and the command that this is. */
export interface ReportDefinition<B extends About> {
  readonly name: Report["report"]
  readonly summary: string
  readonly schema: Schema.Decoder<B>
  readonly limit?: number
  readonly reportOf: (body: B) => Report
}

/** The route of one report. */
export const reportRoute = <B extends About>(definition: ReportDefinition<B>): Route => {
  const { limit, name, reportOf, schema, summary } = definition
  return route({
    method: "POST",
    path: `/api/device/${name}`,
    face: "native",
    tag: "Device reports",
    summary,
    headers: [
      { name: "Authorization", description: "Bearer, and the token that discovering the profile gave." },
      { name: IDEMPOTENCY_HEADER, description: "The same key is one report." },
    ],
    params: Nothing,
    query: Nothing,
    body: jsonBody(schema, { optional: true, ...(limit === undefined ? {} : { limit }) }),
    answers: [
      { status: 200, description: "Recorded.", schema: Taken },
      {
        status: 403,
        description: "Refused before the device's eyes; recorded so when `recorded` is true.",
        schema: ProblemDetails,
        mediaType: "application/problem+json",
      },
    ],
    handle: ({ body, request }) => take(reportOf(body), body, request),
  })
}
