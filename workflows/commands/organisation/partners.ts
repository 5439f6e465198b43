import { Effect } from "effect"
import { deriveId, Refusal, streamName } from "#domain/kernel"
import {
  type AdministratorRole,
  type Authorization,
  authorize,
  type IntendedAct,
  type PartnerCommand,
  type PartnerKind,
  type Scope,
} from "#domain/partner"
import { Keys } from "#workflows/ports"
import { type Origin, originOf, type PartnerCaller, type TenantCaller } from "../execution/caller.ts"
import { execute, now, stateOf } from "../execution/execute.ts"
import { partnerKind, tenantKind } from "../execution/stream-kinds.ts"

/** The stream of the relationship of a partner to a tenant. */
const partnerStream = (tenantId: string, partnerId: string): string =>
  streamName("partner", deriveId("partner", tenantId, partnerId))

/** An administrator of a tenant, with the role that decides about partners. */
export type AdministratorCaller = TenantCaller & { readonly role: AdministratorRole }

/** What a partner asks of a tenant. */
export interface AuthorizationRequest {
  readonly name: string
  readonly kind: PartnerKind
  /** The indirect providers of a reseller, who may act through it. */
  readonly providers: ReadonlyArray<string>
  readonly scope: Scope
  readonly until: IntendedAct["at"]
}

const handle = (tenantId: string, partnerId: string, command: PartnerCommand, origin: Origin) =>
  execute(partnerKind, partnerStream(tenantId, partnerId), command, origin)

const knownTenant = Effect.fnUntraced(function* (tenantId: string) {
  const { state } = yield* stateOf(tenantKind, streamName("tenant", tenantId))
  if (state.created === null)
    return yield* new Refusal({
      kind: "unknown",
      code: "tenant-unknown",
      what: "There is no such tenant.",
      remedy: "Take the tenant's id from the customer's invitation.",
    })
})

/**
 * Asks a tenant for an authorization. It holds from the moment a Global Administrator of the tenant grants it.
 *
 * @returns the answer, with the id by which the request is granted, refused or revoked
 */
export const requestAuthorization = Effect.fn("requestAuthorization")(function* (
  { name, ...asked }: AuthorizationRequest,
  caller: PartnerCaller,
) {
  yield* knownTenant(caller.tenantId)
  const partnerId = caller.actor.id
  const origin = originOf(yield* Keys, caller, "request-authorization", { name, ...asked })
  const authorizationId = deriveId("authorization", origin.commandId)
  const request = { authorizationId, partnerId, partnerName: name, ...asked }
  const command = { type: "RequestAuthorization", at: yield* now, request } as const
  return { ...(yield* handle(caller.tenantId, partnerId, command, origin)), authorizationId }
})

/** One authorization of one partner of the caller's tenant. */
export interface AuthorizationRef {
  readonly partnerId: string
  readonly authorizationId: string
}

/** Grants what a partner asked for, or less; null leaves the scope or the end as it was asked. Global Administrators only. */
export const grantAuthorization = Effect.fn("grantAuthorization")(function* (
  {
    partnerId,
    ...grant
  }: AuthorizationRef & {
    readonly scope: Scope | null
    readonly until: IntendedAct["at"] | null
  },
  caller: AdministratorCaller,
) {
  const { role, tenantId } = caller
  const origin = originOf(yield* Keys, caller, "grant-authorization", { partnerId, ...grant })
  const command = { type: "GrantAuthorization", at: yield* now, role, ...grant } as const
  return yield* handle(tenantId, partnerId, command, origin)
})

const end = (type: "RefuseAuthorization" | "RevokeAuthorization") =>
  Effect.fn(type)(function* (
    { authorizationId, partnerId }: AuthorizationRef,
    reason: string,
    caller: TenantCaller,
  ) {
    const origin = originOf(yield* Keys, caller, type, { authorizationId, partnerId, reason })
    return yield* handle(caller.tenantId, partnerId, { type, authorizationId, reason }, origin)
  })

/** Refuses what a partner asked for. */
export const refuseAuthorization = end("RefuseAuthorization")

/** Takes a grant back. What the partner did before stays as it is. */
export const revokeAuthorization = end("RevokeAuthorization")

/** A partner's right to do something now: under which grant, and as what kind of partner. */
export interface Permission {
  readonly authorization: Authorization
  readonly kind: PartnerKind
}

/** Checks a partner's act against the grant that it rests on, as it is now; an indirect provider's is that of its reseller. */
export const permission = Effect.fnUntraced(function* (
  { actor, tenantId, through }: PartnerCaller,
  intended: Pick<IntendedAct, "act" | "groupTag">,
) {
  const holder = through ?? actor.id
  const { end, state } = yield* stateOf(partnerKind, partnerStream(tenantId, holder))
  const act = { ...intended, partnerId: actor.id, at: yield* now }
  const { authorizationId, kind } = yield* Effect.fromResult(authorize(state, act))
  return {
    authorization: { id: authorizationId, partnerId: holder, revision: end.revision },
    kind,
  } satisfies Permission
})
