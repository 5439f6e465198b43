import { Refusal, type Timestamp } from "#domain/kernel"
import { type PartnerAct, type PartnerKind, partnerKindName } from "./partner.ts"

/** Only a Global Administrator may grant. */
export const notGlobalAdministrator = () =>
  new Refusal({
    kind: "forbidden",
    code: "global-administrator-required",
    what: "Only a Global Administrator of the tenant may grant an authorization to a partner.",
    remedy: "Ask a Global Administrator to grant it.",
  })

/** An indirect provider cannot ask for itself. */
export const providerHasNoneOfItsOwn = () =>
  new Refusal({
    kind: "forbidden",
    code: "provider-follows-reseller",
    what: "An indirect provider has no authorization of its own: its right follows that of its reseller.",
    remedy: "Let the reseller request an authorization that names the provider.",
  })

/** Only resellers work with providers. */
export const onlyResellersHaveProviders = (kind: PartnerKind) =>
  new Refusal({
    kind: "invalid",
    code: "providers-not-allowed",
    what: `The request of a ${partnerKindName(kind)} names indirect providers.`,
    remedy: `Leave "providers" empty: only an ${partnerKindName("indirect-reseller")} has providers.`,
  })

/** The scope allows nothing. */
export const emptyScope = () =>
  new Refusal({
    kind: "invalid",
    code: "scope-empty",
    what: "The scope of the authorization allows nothing.",
    remedy:
      'Name what it is for: "register", "deregister" or both; name group tags, or leave them out for all.',
  })

/** The end lies in the past. */
export const endsInThePast = (until: Timestamp) =>
  new Refusal({
    kind: "invalid",
    code: "authorization-ends-in-the-past",
    what: `The authorization would have ended at ${until} already.`,
    remedy: "Name an end in the future.",
  })

/** More is granted than was asked for. */
export const widerThanAsked = () =>
  new Refusal({
    kind: "unprocessable",
    code: "wider-than-requested",
    what: "The grant allows more than the partner asked for: other acts, other group tags or a later end.",
    remedy: "Grant what was asked or less, or let the partner request more.",
  })

/** No such request or grant is known. */
export const authorizationUnknown = (authorizationId: string) =>
  new Refusal({
    kind: "unknown",
    code: "authorization-unknown",
    what: `There is no authorization "${authorizationId}" of this partner that could be answered or revoked.`,
    remedy: "List the partner's authorizations to see which wait for an answer and which hold.",
  })

/** It was refused, revoked, taken back or replaced. */
export const authorizationOver = (authorizationId: string) =>
  new Refusal({
    kind: "conflict",
    code: "authorization-over",
    what: `The authorization "${authorizationId}" was refused, revoked or replaced before.`,
    remedy: "Let the partner request a new one.",
  })

/** The tenant never authorized the partner, or not any more. */
export const notAuthorized = () =>
  new Refusal({
    kind: "forbidden",
    code: "partner-not-authorized",
    what: "This tenant has not authorized this partner, or not any more.",
    remedy: "Request an authorization; a Global Administrator of the tenant must grant it.",
  })

/** The time of the grant is over. */
export const authorizationExpired = (until: Timestamp) =>
  new Refusal({
    kind: "forbidden",
    code: "partner-authorization-expired",
    what: `The authorization of this partner ended at ${until}.`,
    remedy: "Request a new one; a Global Administrator of the tenant must grant it.",
  })

const doing: { readonly [act in PartnerAct]: string } = {
  register: "register devices",
  deregister: "deregister devices",
}

/** The grant is not for this act. */
export const actNotGranted = (act: PartnerAct) =>
  new Refusal({
    kind: "forbidden",
    code: "partner-act-not-granted",
    what: `The authorization of this partner does not allow to ${doing[act]}.`,
    remedy: "Request an authorization for it; a Global Administrator of the tenant must grant it.",
  })

/** The grant is for devices of other group tags. */
export const groupTagNotGranted = (groupTag: string | null, granted: ReadonlyArray<string>) =>
  new Refusal({
    kind: "forbidden",
    code: "partner-group-tag-not-granted",
    what: `The authorization of this partner is not for devices ${groupTag === null ? "without a group tag" : `with the group tag "${groupTag}"`}.`,
    remedy: `It is for the group tags ${granted.map((tag) => `"${tag}"`).join(", ")}.`,
  })
