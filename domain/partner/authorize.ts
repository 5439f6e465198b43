import { Result } from "effect"
import type { Refusal, Timestamp } from "#domain/kernel"
import type { PartnerAct, PartnerKind, Scope } from "./partner.ts"
import { actNotGranted, authorizationExpired, groupTagNotGranted, notAuthorized } from "./refusals.ts"
import type { Grant, PartnerState } from "./state.ts"

/** What a partner is about to do in a tenant. */
export interface IntendedAct {
  /** Who acts: the holder of the grant, or an indirect provider through the reseller who holds it. */
  readonly partnerId: string
  readonly act: PartnerAct
  /** Group tag of the device: the one that it is to get, or the one that it has; absent where there is no such device. */
  readonly groupTag?: string | null
  readonly at: Timestamp
}

/** An act that may happen: under which grant, and as what kind of partner. */
export interface Permitted {
  readonly authorizationId: string
  readonly kind: PartnerKind
}

/** What a partner is under a grant; undefined for one who has no part in it. */
const kindUnder = ({ kind, partnerId, providers }: Grant, actor: string): PartnerKind | undefined => {
  if (actor === partnerId) return kind
  return providers.includes(actor) ? "indirect-provider" : undefined
}

const coversTag = ({ groupTags }: Scope, groupTag: string | null): boolean =>
  groupTags === null || (groupTag !== null && groupTags.includes(groupTag))

/**
 * Whether a partner may do something in a tenant at this moment. What was permitted at the time of the act stays valid
 * when the grant ends later.
 *
 * @param state the relationship of the grant's holder to the tenant
 */
export const authorize = (
  { grant }: PartnerState,
  { act, at, groupTag, partnerId }: IntendedAct,
): Result.Result<Permitted, Refusal> => {
  const kind = grant === null ? undefined : kindUnder(grant, partnerId)
  if (grant === null || kind === undefined) return Result.fail(notAuthorized())
  const { authorizationId, scope, until } = grant
  if (until <= at) return Result.fail(authorizationExpired(until))
  if (!scope.acts.includes(act)) return Result.fail(actNotGranted(act))
  if (groupTag !== undefined && !coversTag(scope, groupTag))
    return Result.fail(groupTagNotGranted(groupTag, scope.groupTags ?? []))
  return Result.succeed({ authorizationId, kind })
}
