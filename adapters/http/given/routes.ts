import { Effect, Schema } from "effect"
import type { Tenant } from "#projections/tenants"
import type { TenantCaller } from "#workflows/commands"
import { type BodyReader, noBody } from "../exchange/body.ts"
import type { Reply } from "../exchange/reply.ts"
import { type Asked, type NamedDoc, type Route, type RouteDoc, route } from "../exchange/route.ts"
import type { ApiError } from "../problems/api-error.ts"
import type { HttpServices } from "../services.ts"
import { IDEMPOTENCY_HEADER, tenantCallerOf } from "./caller.ts"
import { refuseIfMatch, unlessMatched } from "./preconditions.ts"
import { TENANT_HEADER, tenantOf } from "./tenant.ts"
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

interface ReadDefinition<P, Q> extends Omit<RouteDoc, "method" | "headers"> {
  readonly params: Schema.Decoder<P>
  readonly query: Schema.Decoder<Q>
  readonly handle: (asked: Asked<P, Q, undefined> & { readonly tenant: Tenant }) => Handled
}

/** A read of one tenant; it may wait for a write. */
export const readRoute = <P, Q>(definition: ReadDefinition<P, Q>): Route =>
  route({
    ...definition,
    method: "GET",
    headers: [TENANT, ...WAITING],
    body: noBody,
    handle: Effect.fnUntraced(function* (asked) {
      const applied = yield* waitAsAsked(asked.request)
      const reply = yield* definition.handle({ ...asked, tenant: yield* tenantOf(asked.request) })
      return unlessMatched(asked.request, { ...reply, headers: { ...reply.headers, ...applied } })
    }),
  })

interface WriteDefinition<P, B> extends Omit<RouteDoc, "headers"> {
  readonly params: Schema.Decoder<P>
  readonly body: BodyReader<B>
  readonly handle: (asked: Asked<P, Nothing, B> & { readonly caller: TenantCaller }) => Handled
}

/** A write in one tenant; it may be repeated under its key. */
export const writeRoute = <P, B>(definition: WriteDefinition<P, B>): Route =>
  route({
    ...definition,
    query: Nothing,
    headers: [TENANT, KEY],
    handle: Effect.fnUntraced(function* (asked) {
      yield* refuseIfMatch(asked.request)
      const { id } = yield* tenantOf(asked.request)
      return yield* definition.handle({ ...asked, caller: yield* tenantCallerOf(asked.request, id) })
    }),
  })
