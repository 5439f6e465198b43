import { Effect, Result, Schema } from "effect"
import { RemediationHandling } from "#domain/device"
import { decodeHash, ShownVerdict, shownVerdict, summarise } from "#domain/hardware"
import { chooseRemediation, rehash, remediationHandling } from "#workflows/commands"
import { jsonBody } from "../exchange/body.ts"
import { json, writtenAt } from "../exchange/reply.ts"
import { Nothing, readRoute, writeRoute } from "../given/routes.ts"
import { text } from "./words.ts"

const Rehashed = Schema.Struct({
  deviceId: Schema.String,
  /** How the new hash compares with the one before; null where nothing changed. */
  verdict: Schema.NullOr(ShownVerdict),
  /** Whether something waited to be put right, and is resolved by this. */
  resolved: Schema.Boolean,
}).annotate({ identifier: "RehashedDevice" })

const newHash = writeRoute({
  method: "POST",
  path: "/api/devices/{id}/rehash",
  face: "native",
  tag: "Devices",
  summary: "Take a new hardware hash for a registered device, after a repair",
  description:
    "The device keeps its history, its tag and its profile. Refused with 808 or 813 where another registration has an identity of the new hash.",
  params: Schema.Struct({ id: text(64) }),
  body: jsonBody(
    Schema.Struct({
      hash: Schema.String.annotate({ description: "The 4K hardware hash: 4000 Base64 characters." }),
    }),
  ),
  answers: [{ status: 200, description: "Taken.", schema: Rehashed }],
  handle: Effect.fnUntraced(function* ({ body: { hash }, caller, params }) {
    const deviceId = params.id.toLowerCase()
    const hardware = yield* Effect.fromResult(
      Result.flatMap(decodeHash(hash), ({ report }) => summarise(report)),
    )
    const answer = yield* rehash(deviceId, hardware, caller)
    const rehashed = answer.facts.find((fact) => fact.type === "HardwareRehashed")?.data
    const told = {
      deviceId,
      verdict: rehashed === undefined ? null : shownVerdict(rehashed),
      resolved: answer.facts.some(({ type }) => type === "RemediationResolved"),
    }
    return json(200, told, writtenAt(answer))
  }),
})

const Policy = Schema.Struct({
  /** `automatic`: the service takes the hash that shows a change (Fix pending). `manual`: somebody has to (Attention required). */
  handling: RemediationHandling,
}).annotate({ identifier: "RemediationPolicy" })

const choose = writeRoute({
  method: "POST",
  path: "/api/tenants/remediation",
  face: "native",
  tag: "Tenants",
  summary: "Say who puts changes of hardware right: the service, or somebody",
  description: "A new tenant has `manual`. It holds for changes that are noticed from now on.",
  params: Nothing,
  body: jsonBody(Policy),
  answers: [{ status: 200, description: "What holds from now on.", schema: Policy }],
  handle: Effect.fnUntraced(function* ({ body: { handling }, caller }) {
    return json(200, { handling }, writtenAt(yield* chooseRemediation(handling === "automatic", caller)))
  }),
})

const chosen = readRoute({
  path: "/api/tenants/remediation",
  face: "native",
  tag: "Tenants",
  summary: "Tell who puts changes of hardware right",
  params: Nothing,
  query: Nothing,
  answers: [{ status: 200, description: "What holds now.", schema: Policy }],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, { handling: yield* remediationHandling(tenant.id) })
  }),
})

export const rehashRoutes = [newHash, choose, chosen]
