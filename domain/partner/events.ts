import { Schema } from "effect"
import { type FactOf, Timestamp } from "#domain/kernel"
import { PartnerKind, Scope } from "./partner.ts"

/**
 * Every event of a partner stream, by type. One stream is the relationship of one partner to one tenant; the tenant is
 * that of the event's metadata.
 */
export const partnerEvents = {
  PartnerAuthorizationRequested: Schema.Struct({
    authorizationId: Schema.String,
    partnerId: Schema.String,
    partnerName: Schema.String,
    kind: PartnerKind,
    /** The indirect providers that a reseller's authorization is for as well. */
    providers: Schema.Array(Schema.String),
    scope: Scope,
    until: Timestamp,
  }),
  PartnerAuthorizationGranted: Schema.Struct({
    authorizationId: Schema.String,
    scope: Scope,
    until: Timestamp,
    /** The authorization that ends with this one. */
    replaces: Schema.NullOr(Schema.String),
  }),
  PartnerAuthorizationRefused: Schema.Struct({ authorizationId: Schema.String, reason: Schema.String }),
  PartnerAuthorizationRevoked: Schema.Struct({ authorizationId: Schema.String, reason: Schema.String }),
}

/** An event of a partner stream, before it has an envelope. */
export type PartnerFact = FactOf<typeof partnerEvents>
export type PartnerFactOf<Type extends PartnerFact["type"]> = Extract<PartnerFact, { readonly type: Type }>
