import { Effect, Result } from "effect"
import { Refusal } from "#domain/kernel"
import { normaliseTenantName } from "#domain/tenant"
import { ReadModels } from "#projections/runtime"
import { listTenants, type Tenant } from "#projections/tenants"
import { suggest } from "#workflows/language"
import { EventStore } from "#workflows/ports"
import type { Incoming } from "../exchange/incoming.ts"
import { refusePartners } from "./acting.ts"

/** The header that names the tenant of a request, by name or id. */
export const TENANT_HEADER = "Flightlog-Tenant"

/** How many names a message lists. */
const LISTED = 10

const listed = (tenants: ReadonlyArray<Tenant>): string => {
  const names = tenants.slice(0, LISTED).map(({ name }) => JSON.stringify(name))
  return `${names.join(", ")}${tenants.length > LISTED ? `, and ${tenants.length - LISTED} others` : ""}`
}

const noneYet = () =>
  new Refusal({
    kind: "unknown",
    code: "tenant-missing",
    what: "There is no tenant yet.",
    remedy: 'Create one: POST /api/tenants {"name": "Contoso"}.',
  })

const ambiguous = (tenants: ReadonlyArray<Tenant>) =>
  new Refusal({
    kind: "invalid",
    code: "tenant-ambiguous",
    what: `There are ${tenants.length} tenants, and the request names none.`,
    remedy: `Name one in the header ${TENANT_HEADER}: ${listed(tenants)}.`,
  })

const unknown = (wanted: string, tenants: ReadonlyArray<Tenant>) => {
  const meant = suggest(
    wanted,
    tenants.map(({ name }) => name),
  )
  const question = meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`
  return new Refusal({
    kind: "unknown",
    code: "tenant-unknown",
    what: `There is no tenant ${JSON.stringify(wanted)}.${question}`,
    remedy: `Name one in the header ${TENANT_HEADER}: ${listed(tenants)}.`,
  })
}

/** The tenant that a request names by name or id, or the only one there is. */
const chooseTenant = (
  tenants: ReadonlyArray<Tenant>,
  wanted: string | undefined,
): Result.Result<Tenant, Refusal> => {
  const [first, ...others] = tenants
  if (first === undefined) return Result.fail(noneYet())
  if (wanted === undefined)
    return others.length === 0 ? Result.succeed(first) : Result.fail(ambiguous(tenants))
  const name = normaliseTenantName(wanted)
  const found = tenants.find((tenant) => tenant.id === name || normaliseTenantName(tenant.name) === name)
  return found === undefined ? Result.fail(unknown(wanted, tenants)) : Result.succeed(found)
}

/** How long a tenant that was created just now is waited for. */
const PATIENCE_MILLIS = 2_000

/** The tenant that a request names. One that the list does not have yet is looked for again once the list is up to date. */
const namedTenant = Effect.fnUntraced(function* (request: Incoming) {
  const wanted = request.header(TENANT_HEADER)
  const chosen = chooseTenant(yield* listTenants(), wanted)
  if (Result.isSuccess(chosen)) return chosen.success
  const head = yield* (yield* EventStore).head
  yield* (yield* ReadModels).reached(head, PATIENCE_MILLIS, ["tenants"])
  return yield* Effect.fromResult(chooseTenant(yield* listTenants(), wanted))
})

/** The tenant that a request of its own is for; a partner is not let in. */
export const tenantOf = Effect.fnUntraced(function* (request: Incoming) {
  yield* refusePartners(request)
  return yield* namedTenant(request)
})

const noneForPartner = () =>
  new Refusal({
    kind: "unknown",
    code: "tenant-unknown",
    what: "The request names no tenant that there is.",
    remedy: `Name the customer's tenant, by name or id, in the header ${TENANT_HEADER}.`,
  })

/** The tenant in which a partner acts. A partner is not told which others there are. */
export const customerOf = (request: Incoming) =>
  namedTenant(request).pipe(Effect.catchTag("Refusal", () => Effect.fail(noneForPartner())))
