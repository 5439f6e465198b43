import { Effect } from "effect"
import { type PartnerCaller, subjectOf, type TenantCaller } from "#workflows/commands"
import { Entropy, Keys } from "#workflows/ports"
import type { Incoming } from "../exchange/incoming.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import { type ActingPartner, refusePartners } from "./acting.ts"

/** The header with which a write can be repeated: the same key has one effect, and the first answer again. */
export const IDEMPOTENCY_HEADER = "Idempotency-Key"

const KEY = /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/

const badKey = () =>
  new RequestRefused({
    status: 400,
    code: "idempotency-key-invalid",
    what: `The header ${IDEMPOTENCY_HEADER} is not 1 to 255 printable ASCII characters.`,
    remedy: "Send a UUID, or leave the header out.",
  })

/** The idempotency key of a request; without one, a key that nobody else has. */
export const keyOf = Effect.fnUntraced(function* (request: Incoming) {
  const given = request.header(IDEMPOTENCY_HEADER)
  if (given === undefined) return Buffer.from((yield* Entropy).bytes(16)).toString("hex")
  return KEY.test(given) ? given : yield* badKey()
})

/** As whom requests act until they carry a token that says who sent them. */
const NAME = "http"

/** Who writes with a request: the person at this computer, under the name of this interface. */
export const callerOf = Effect.fnUntraced(function* (request: Incoming) {
  yield* refusePartners(request)
  const id = subjectOf(yield* Keys, NAME)
  const actor = { kind: "administrator", id } as const
  return { actor, actorName: NAME, tenantId: null, key: yield* keyOf(request) }
})

/** Who writes with a request within a tenant. */
export const tenantCallerOf = (request: Incoming, tenantId: string) =>
  Effect.map(callerOf(request), (caller): TenantCaller => ({ ...caller, tenantId }))

/** A partner who writes with a request, in a tenant. */
export const partnerCallerOf = Effect.fnUntraced(function* (
  request: Incoming,
  { id, through }: ActingPartner,
  tenantId: string,
) {
  const actor = { kind: "partner", id } as const
  return { actor, through, tenantId, key: yield* keyOf(request) } satisfies PartnerCaller
})
