import { Effect, Schema } from "effect"
import { listTenants } from "#projections/tenants"
import { createTenant, limitDevices } from "#workflows/commands"
import { jsonBody } from "../exchange/body.ts"
import { json, noContent, writtenAt } from "../exchange/reply.ts"
import { route } from "../exchange/route.ts"
import { refusePartners } from "../given/acting.ts"
import { callerOf, IDEMPOTENCY_HEADER } from "../given/caller.ts"
import { Nothing, writeRoute } from "../given/routes.ts"
import { settle } from "../given/wait.ts"
import { text } from "./words.ts"

const MOST_DEVICES = 9_999

const Domain = text(253).check(
  Schema.isPattern(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, { message: "Expected a domain such as contoso.com" }),
)

const Tenant = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  /** The domains of its user names. */
  domains: Schema.Array(Schema.String),
}).annotate({ identifier: "Tenant" })

const create = route({
  method: "POST",
  path: "/api/tenants",
  face: "native",
  tag: "Tenants",
  summary: "Create a tenant; its lifecycle and its default profile are published with it",
  headers: [{ name: IDEMPOTENCY_HEADER, description: "The same key creates one tenant." }],
  params: Nothing,
  query: Nothing,
  body: jsonBody(
    Schema.Struct({
      name: text(100),
      domains: Schema.optionalKey(Schema.Array(Domain).check(Schema.isMaxLength(50))),
    }),
  ),
  answers: [{ status: 201, description: "Created.", schema: Tenant }],
  handle: Effect.fnUntraced(function* ({ body: { domains = [], name }, request }) {
    const answer = yield* createTenant({ name, domains }, yield* callerOf(request))
    // The next request will name this tenant, or none because it is the only one.
    yield* settle(answer.position)
    const created = answer.facts.find((fact) => fact.type === "TenantCreated")?.data
    const tenant = { id: answer.tenantId, name: created?.name ?? name, domains: created?.domains ?? domains }
    return json(201, tenant, { ...writtenAt(answer), Location: `/api/tenants/${answer.tenantId}` })
  }),
})

const list = route({
  method: "GET",
  path: "/api/tenants",
  face: "native",
  tag: "Tenants",
  summary: "List the tenants of this service",
  params: Nothing,
  query: Nothing,
  body: { read: () => Effect.succeed(undefined), about: null },
  answers: [{ status: 200, description: "By name.", schema: Schema.Array(Tenant) }],
  handle: Effect.fnUntraced(function* ({ request }) {
    yield* refusePartners(request)
    return json(200, yield* listTenants())
  }),
})

const limit = writeRoute({
  method: "POST",
  path: "/api/tenants/device-limit",
  face: "native",
  tag: "Tenants",
  summary: "Say how many devices one user of the tenant may join",
  description: "Whoever has that many is refused at the next join with 0x801C0003. A new tenant has 50.",
  params: Nothing,
  body: jsonBody(
    Schema.Struct({
      /** Null for as many as they like. */
      limit: Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: MOST_DEVICES }))),
    }),
  ),
  answers: [{ status: 204, description: "It holds from the next join on.", schema: null }],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    return noContent(writtenAt(yield* limitDevices(body.limit, caller)))
  }),
})

export const tenantRoutes = [create, list, limit]
