import { Schema } from "effect"

/**
 * What a partner is to a tenant. An indirect provider sells through resellers and has no relationship of its own.
 * Source: Microsoft Learn "Windows Autopilot customer consent".
 */
export const PartnerKind = Schema.Literals(["oem", "direct-csp", "indirect-provider", "indirect-reseller"])
export type PartnerKind = typeof PartnerKind.Type

/** What a tenant may let a partner do. */
export const PartnerAct = Schema.Literals(["register", "deregister"])
export type PartnerAct = typeof PartnerAct.Type

/** How far an authorization goes. `groupTags` are the tags of the devices that it is for, null for devices of any tag. */
export const Scope = Schema.Struct({
  acts: Schema.Array(PartnerAct),
  groupTags: Schema.NullOr(Schema.Array(Schema.String)),
})
export type Scope = typeof Scope.Type

/** The grant that an act of a partner rests on, as it was read at the time of the act. */
export const Authorization = Schema.Struct({
  id: Schema.String,
  /** Who holds the grant: the partner who acts, or the reseller through whom an indirect provider does. */
  partnerId: Schema.String,
  /** Revision of the grant's stream that the act was checked against. */
  revision: Schema.Int,
})
export type Authorization = typeof Authorization.Type

const names: { readonly [kind in PartnerKind]: string } = {
  oem: "manufacturer (OEM)",
  "direct-csp": "direct CSP partner",
  "indirect-provider": "indirect provider",
  "indirect-reseller": "indirect reseller",
}

/** What people call a kind of partner. */
export const partnerKindName = (kind: PartnerKind): string => names[kind]

/** Whether one scope allows nothing that another does not. */
export const isWithin = (inner: Scope, outer: Scope): boolean =>
  inner.acts.every((act) => outer.acts.includes(act)) &&
  (outer.groupTags === null ||
    (inner.groupTags?.every((tag) => outer.groupTags?.includes(tag) === true) ?? false))
