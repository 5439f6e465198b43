import { Result } from "effect"
import type { Decider, Refusal, Timestamp } from "#domain/kernel"
import type { PartnerFact } from "./events.ts"
import { isWithin, type PartnerKind, type Scope } from "./partner.ts"
import {
  authorizationOver,
  authorizationUnknown,
  emptyScope,
  endsInThePast,
  notGlobalAdministrator,
  onlyResellersHaveProviders,
  providerHasNoneOfItsOwn,
  widerThanAsked,
} from "./refusals.ts"
import { evolvePartner, initialPartner, type PartnerRequest, type PartnerState } from "./state.ts"

/** The roles of those who administer a tenant, as far as partners are concerned. */
export type AdministratorRole = "administrator" | "global-administrator"

/** What may be asked of the relationship between a partner and a tenant. `at` is the moment of the decision. */
export type PartnerCommand =
  | {
      readonly type: "RequestAuthorization"
      readonly at: Timestamp
      readonly request: PartnerRequest
    }
  | {
      readonly type: "GrantAuthorization"
      readonly at: Timestamp
      readonly role: AdministratorRole
      readonly authorizationId: string
      /** What is granted, where it is less than what was asked; null grants what was asked. */
      readonly scope: Scope | null
      readonly until: Timestamp | null
    }
  | { readonly type: "RefuseAuthorization"; readonly authorizationId: string; readonly reason: string }
  | { readonly type: "RevokeAuthorization"; readonly authorizationId: string; readonly reason: string }

type Decision = Result.Result<ReadonlyArray<PartnerFact>, Refusal>
type CommandOf<Type extends PartnerCommand["type"]> = Extract<PartnerCommand, { readonly type: Type }>

const none: Decision = Result.succeed([])
const one = (fact: PartnerFact): Decision => Result.succeed([fact])

const mayHaveProviders = (kind: PartnerKind): boolean => kind === "indirect-reseller"

const isEmpty = ({ acts, groupTags }: Scope): boolean => acts.length === 0 || groupTags?.length === 0

const askedWrong = ({ kind, providers, scope, until }: PartnerRequest, at: Timestamp): Refusal | null => {
  if (kind === "indirect-provider") return providerHasNoneOfItsOwn()
  if (providers.length > 0 && !mayHaveProviders(kind)) return onlyResellersHaveProviders(kind)
  if (isEmpty(scope)) return emptyScope()
  return until <= at ? endsInThePast(until) : null
}

const request = (
  state: PartnerState,
  { at, request: asked }: CommandOf<"RequestAuthorization">,
): Decision => {
  const wrong = askedWrong(asked, at)
  if (wrong !== null) return Result.fail(wrong)
  return state.request?.authorizationId === asked.authorizationId
    ? none
    : one({ type: "PartnerAuthorizationRequested", data: asked })
}

/** The open request of that id, or why there is none. */
const openRequest = (
  state: PartnerState,
  authorizationId: string,
): Result.Result<PartnerRequest, Refusal> => {
  if (state.request?.authorizationId === authorizationId) return Result.succeed(state.request)
  return Result.fail(
    state.ended.includes(authorizationId)
      ? authorizationOver(authorizationId)
      : authorizationUnknown(authorizationId),
  )
}

const grant = (state: PartnerState, command: CommandOf<"GrantAuthorization">): Decision => {
  const { at, authorizationId, role } = command
  if (role !== "global-administrator") return Result.fail(notGlobalAdministrator())
  if (state.grant?.authorizationId === authorizationId) return none
  return Result.flatMap(openRequest(state, authorizationId), (asked) => {
    const { scope, until } = { scope: command.scope ?? asked.scope, until: command.until ?? asked.until }
    if (isEmpty(scope)) return Result.fail(emptyScope())
    if (!isWithin(scope, asked.scope) || until > asked.until) return Result.fail(widerThanAsked())
    if (until <= at) return Result.fail(endsInThePast(until))
    const replaces = state.grant?.authorizationId ?? null
    return one({
      type: "PartnerAuthorizationGranted",
      data: { authorizationId, scope, until, replaces },
    })
  })
}

const revoke = (
  state: PartnerState,
  { authorizationId, reason }: CommandOf<"RevokeAuthorization">,
): Decision => {
  if (state.grant?.authorizationId === authorizationId)
    return one({ type: "PartnerAuthorizationRevoked", data: { authorizationId, reason } })
  return state.ended.includes(authorizationId) ? none : Result.fail(authorizationUnknown(authorizationId))
}

/**
 * The rules between a partner and a tenant: the partner asks, the tenant grants no more than was asked, refuses or
 * revokes. Only a Global Administrator grants; taking a right away again is open to every administrator.
 *
 * Source: Microsoft Learn "Windows Autopilot customer consent". Scope, end and revocation by the tenant, for
 * manufacturers too, go beyond what Microsoft offers.
 */
export const partnerDecider: Decider<PartnerState, PartnerCommand, PartnerFact> = {
  initial: initialPartner,
  evolve: evolvePartner,
  decide: (state, command) => {
    switch (command.type) {
      case "RequestAuthorization":
        return request(state, command)
      case "GrantAuthorization":
        return grant(state, command)
      case "RefuseAuthorization":
        return Result.flatMap(openRequest(state, command.authorizationId), () =>
          one({
            type: "PartnerAuthorizationRefused",
            data: { authorizationId: command.authorizationId, reason: command.reason },
          }),
        )
      case "RevokeAuthorization":
        return revoke(state, command)
    }
  },
}
