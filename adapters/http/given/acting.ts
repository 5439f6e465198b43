import { Effect } from "effect"
import { type AdministratorRole, PartnerKind } from "#domain/partner"
import type { Incoming } from "../exchange/incoming.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import type { NamedDoc } from "../exchange/route.ts"

// Until requests carry a token that says who sent them, these two headers do; everything about it is read here.

/** The header that names the partner who acts. */
const PARTNER_HEADER = "Flightlog-Partner"
/** The header that names the role of an administrator. */
const ROLE_HEADER = "Flightlog-Role"

export const PARTNER: NamedDoc = {
  name: PARTNER_HEADER,
  description:
    "The partner who acts: northwind; with adatum;through=northwind an indirect provider by its reseller's grant. Without it the tenant itself acts.",
}
export const MANUFACTURER: NamedDoc = {
  name: PARTNER_HEADER,
  description: "The manufacturer who acts: fabrikam;kind=oem",
}
export const ROLE: NamedDoc = {
  name: ROLE_HEADER,
  description: "administrator (the default) or global-administrator.",
}

/** A partner as a request names it. */
export interface ActingPartner {
  readonly id: string
  /** The reseller through whom an indirect provider acts. */
  readonly through: string | null
  /** What kind of partner it is, where it acts for no tenant that could know. */
  readonly kind: PartnerKind | null
}

const ID = "[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?"
const PARTNER_VALUE = new RegExp(`^(${ID})((?:\\s*;\\s*(?:through|kind)=${ID})*)$`)

const badPartner = (found: string) =>
  new RequestRefused({
    status: 400,
    code: "partner-header-invalid",
    what: `The header ${PARTNER_HEADER} is ${JSON.stringify(found.slice(0, 100))}; expected the id of a partner.`,
    remedy: `Write it as northwind, as adatum;through=northwind, or as fabrikam;kind=oem (one of ${PartnerKind.literals.join(", ")}).`,
  })

/** The partner that a request names, null where the tenant itself acts. */
export const actingPartner = (request: Incoming): Effect.Effect<ActingPartner | null, RequestRefused> => {
  const given = request.header(PARTNER_HEADER)
  if (given === undefined) return Effect.succeed(null)
  const [, id, parameters = ""] = PARTNER_VALUE.exec(given.trim()) ?? []
  if (id === undefined) return badPartner(given)
  const named = new Map(
    parameters.split(";").map((one): [string, string] => {
      const [name = "", value = ""] = one.trim().split("=")
      return [name, value]
    }),
  )
  const kind = named.has("kind") ? PartnerKind.literals.find((one) => one === named.get("kind")) : null
  return kind === undefined
    ? badPartner(given)
    : Effect.succeed({ id, through: named.get("through") ?? null, kind })
}

/** The partner that a request has to name. */
export const requiredPartner = Effect.fnUntraced(function* (request: Incoming) {
  const partner = yield* actingPartner(request)
  if (partner !== null) return partner
  return yield* new RequestRefused({
    status: 401,
    code: "partner-missing",
    what: `This is for partners, and the request has no header ${PARTNER_HEADER}.`,
    remedy: `Name the partner who acts: ${PARTNER_HEADER}: northwind`,
  })
})

/** The partner that a request has to name, with its kind: where there is no tenant that could know. */
export const requiredKind = Effect.fnUntraced(function* (request: Incoming) {
  const { id, kind } = yield* requiredPartner(request)
  if (kind !== null) return { id, kind }
  return yield* new RequestRefused({
    status: 400,
    code: "partner-kind-missing",
    what: `The header ${PARTNER_HEADER} names ${JSON.stringify(id)}, but not what kind of partner that is.`,
    remedy: `Write it with its kind: ${PARTNER_HEADER}: ${id};kind=oem`,
  })
})

/** Nobody but the tenant itself is let in. */
export const refusePartners = Effect.fnUntraced(function* (request: Incoming) {
  const partner = yield* actingPartner(request)
  if (partner === null) return
  return yield* new RequestRefused({
    status: 403,
    code: "partner-not-let-in",
    what: "This is for the tenant itself; a partner registers and deregisters devices, and requests authorizations.",
    remedy: `Leave the header ${PARTNER_HEADER} out if you are an administrator of the tenant.`,
  })
})

const ROLES = ["administrator", "global-administrator"] as const satisfies ReadonlyArray<AdministratorRole>

/** The role of the administrator who sent a request. */
export const roleOf = (request: Incoming): Effect.Effect<AdministratorRole, RequestRefused> => {
  const given = request.header(ROLE_HEADER)?.trim().toLowerCase()
  if (given === undefined) return Effect.succeed("administrator")
  const role = ROLES.find((one) => one === given)
  if (role !== undefined) return Effect.succeed(role)
  return new RequestRefused({
    status: 400,
    code: "role-header-invalid",
    what: `The header ${ROLE_HEADER} is ${JSON.stringify(given.slice(0, 100))}.`,
    remedy: `Write one of: ${ROLES.join(", ")}.`,
  })
}
