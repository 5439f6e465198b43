import { Effect, Schema } from "effect"
import type { Tenant } from "#projections/tenants"
import type { AdministratorCaller, DeliveringCaller, PartnerCaller, TenantCaller } from "#workflows/commands"
import { type BodyReader, noBody } from "../exchange/body.ts"
import type { Incoming } from "../exchange/incoming.ts"
import type { Reply } from "../exchange/reply.ts"
import { type Asked, type NamedDoc, type Route, type RouteDoc, route } from "../exchange/route.ts"
import type { ApiError } from "../problems/api-error.ts"
import type { HttpServices } from "../services.ts"
import {
  actingPartner,
  MANUFACTURER,
  PARTNER,
  ROLE,
  requiredKind,
  requiredPartner,
  roleOf,
} from "./acting.ts"
import { IDEMPOTENCY_HEADER, keyOf, partnerCallerOf, tenantCallerOf } from "./caller.ts"
import { refuseIfMatch, unlessMatched } from "./preconditions.ts"
import { customerOf, TENANT_HEADER, tenantOf } from "./tenant.ts"
import { POSITION_HEADER, waitAsAsked } from "./wait.ts"

/** A path or query without parameters. */
export const Nothing = Schema.Struct({})
type Nothing = typeof Nothing.Type

const TENANT: NamedDoc = {
  name: TENANT_HEADER,
  description: "Name or id of the tenant; may be left out while there is only one.",
}
const KEY: NamedDoc = {
  name: IDEMPOTENCY_HEADER,
  description: "The same key has one effect, and is answered as the first time.",
}
const WAITING: ReadonlyArray<NamedDoc> = [
  { name: "Prefer", description: `wait=SECONDS: wait until the lists tell of ${POSITION_HEADER}.` },
  { name: POSITION_HEADER, description: "Where a write ended, as its answer said." },
]

type Handled = Effect.Effect<Reply, ApiError, HttpServices>

interface ReadDefinition<P, Q, R> extends Omit<RouteDoc, "method" | "headers"> {
  readonly params: Schema.Decoder<P>
  readonly query: Schema.Decoder<Q>
  readonly handle: (asked: Asked<P, Q, undefined> & R) => Handled
}

/** A read that may wait for a write, by whomever `readerOf` lets in. */
const reading =
  <R>(
    headers: ReadonlyArray<NamedDoc>,
    readerOf: (request: Incoming) => Effect.Effect<R, ApiError, HttpServices>,
  ) =>
  <P, Q>(definition: ReadDefinition<P, Q, R>): Route =>
    route({
      ...definition,
      method: "GET",
      headers: [...headers, ...WAITING],
      body: noBody,
      handle: Effect.fnUntraced(function* (asked) {
        const applied = yield* waitAsAsked(asked.request)
        const reply = yield* definition.handle({ ...asked, ...(yield* readerOf(asked.request)) })
        return unlessMatched(asked.request, { ...reply, headers: { ...reply.headers, ...applied } })
      }),
    })

/** A read of one tenant, by the tenant itself. */
export const readRoute = reading([TENANT], (request) =>
  Effect.map(tenantOf(request), (tenant) => ({ tenant })),
)

/** A read of what the tenant itself or a partner wrote in it; `partnerId` is null for the tenant, who sees all. */
export const registrarReadRoute = reading(
  [TENANT, PARTNER],
  Effect.fnUntraced(function* (request) {
    const partner = yield* actingPartner(request)
    const tenant = yield* partner === null ? tenantOf(request) : customerOf(request)
    return { tenant, partnerId: partner?.id ?? null }
  }),
)

interface QuestionDefinition<P, Q, B> extends Omit<RouteDoc, "method" | "headers"> {
  readonly params: Schema.Decoder<P>
  readonly query: Schema.Decoder<Q>
  readonly body: BodyReader<B>
  readonly handle: (asked: Asked<P, Q, B> & { readonly tenant: Tenant }) => Handled
}

/** A question to one tenant that is too long for an address: it is asked with a body, and stores nothing. */
export const questionRoute = <P, Q, B>(definition: QuestionDefinition<P, Q, B>): Route =>
  route({
    ...definition,
    method: "POST",
    headers: [TENANT],
    handle: Effect.fnUntraced(function* (asked) {
      return yield* definition.handle({ ...asked, tenant: yield* tenantOf(asked.request) })
    }),
  })

interface WriteDefinition<P, B, C> extends Omit<RouteDoc, "headers"> {
  readonly params: Schema.Decoder<P>
  readonly body: BodyReader<B>
  readonly handle: (asked: Asked<P, Nothing, B> & { readonly caller: C }) => Handled
}

/** A write that may be repeated under its key, by whomever `callerOf` lets in. */
const writing =
  <C>(
    headers: ReadonlyArray<NamedDoc>,
    callerOf: (request: Incoming) => Effect.Effect<C, ApiError, HttpServices>,
  ) =>
  <P, B>(definition: WriteDefinition<P, B, C>): Route =>
    route({
      ...definition,
      query: Nothing,
      headers: [...headers, KEY],
      handle: Effect.fnUntraced(function* (asked) {
        yield* refuseIfMatch(asked.request)
        return yield* definition.handle({ ...asked, caller: yield* callerOf(asked.request) })
      }),
    })

const owner = Effect.fnUntraced(function* (request: Incoming) {
  const { id } = yield* tenantOf(request)
  return yield* tenantCallerOf(request, id)
})

const administrator = Effect.fnUntraced(function* (request: Incoming) {
  return { ...(yield* owner(request)), role: yield* roleOf(request) } satisfies AdministratorCaller
})

const partner = Effect.fnUntraced(function* (request: Incoming) {
  const acting = yield* requiredPartner(request)
  return yield* partnerCallerOf(request, acting, (yield* customerOf(request)).id)
})

const registrar = Effect.fnUntraced(function* (request: Incoming) {
  const caller: TenantCaller | PartnerCaller =
    (yield* actingPartner(request)) === null ? yield* owner(request) : yield* partner(request)
  return caller
})

const manufacturer = Effect.fnUntraced(function* (request: Incoming) {
  const { id, kind } = yield* requiredKind(request)
  const actor = { kind: "partner", id } as const
  return { actor, tenantId: null, key: yield* keyOf(request), kind } satisfies DeliveringCaller
})

/** A write in one tenant, by the tenant itself. */
export const writeRoute = writing([TENANT], owner)

/** A write in one tenant for which the administrator's role counts. */
export const administratorRoute = writing([TENANT, ROLE], administrator)

/** A write of a partner in one tenant. */
export const partnerRoute = writing([TENANT, PARTNER], partner)

/** A write in one tenant, by the tenant itself or by a partner. */
export const registrarRoute = writing([TENANT, PARTNER], registrar)

/** A write of a manufacturer, for no tenant. */
export const manufacturerRoute = writing([MANUFACTURER], manufacturer)
