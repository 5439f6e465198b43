import type { Timestamp } from "#domain/kernel"
import type { PartnerFact, PartnerFactOf } from "./events.ts"
import type { Scope } from "./partner.ts"

/** What a partner asked of a tenant. */
export type PartnerRequest = PartnerFactOf<"PartnerAuthorizationRequested">["data"]

/** What a tenant granted: what was asked, with the scope and the end that were granted. */
export interface Grant extends PartnerRequest {
  readonly scope: Scope
  readonly until: Timestamp
}

/** The state of one relationship between a partner and a tenant. */
export interface PartnerState {
  /** What waits for an answer of the tenant. */
  readonly request: PartnerRequest | null
  /** What holds until its end. */
  readonly grant: Grant | null
  /** Authorizations that were refused, revoked or taken back, or gave way to another. */
  readonly ended: ReadonlyArray<string>
}

/** A partner who never asked. */
export const initialPartner: PartnerState = { request: null, grant: null, ended: [] }

const granted = (
  { ended, grant, request }: PartnerState,
  { replaces, scope, until }: PartnerFactOf<"PartnerAuthorizationGranted">["data"],
): PartnerState => ({
  request: null,
  grant: request === null ? grant : { ...request, scope, until },
  ended: replaces === null ? ended : [...ended, replaces],
})

/** Applies one event to the state of its relationship. */
export const evolvePartner = (state: PartnerState, fact: PartnerFact): PartnerState => {
  switch (fact.type) {
    case "PartnerAuthorizationRequested":
      // Whoever asks again takes the open request back.
      return {
        ...state,
        request: fact.data,
        ended: state.request === null ? state.ended : [...state.ended, state.request.authorizationId],
      }
    case "PartnerAuthorizationGranted":
      return granted(state, fact.data)
    case "PartnerAuthorizationRefused":
      return { ...state, request: null, ended: [...state.ended, fact.data.authorizationId] }
    case "PartnerAuthorizationRevoked":
      return { ...state, grant: null, ended: [...state.ended, fact.data.authorizationId] }
  }
}
