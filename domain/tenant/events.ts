import { Schema } from "effect"
import type { FactOf } from "#domain/kernel"

/** Every event of a tenant stream, by type. */
export const tenantEvents = {
  TenantCreated: Schema.Struct({
    tenantId: Schema.String,
    name: Schema.String,
    /** The domains of the tenant's user names, lower case: `contoso.com`. */
    domains: Schema.Array(Schema.String),
  }),
  /** How many devices one user may join; null for as many as they like. */
  DeviceLimitChanged: Schema.Struct({ before: Schema.NullOr(Schema.Int), after: Schema.NullOr(Schema.Int) }),
  /** Whether the service itself takes the hash that shows a change of a device's hardware. */
  RemediationPolicyChanged: Schema.Struct({ automatic: Schema.Boolean }),
}

/** An event of a tenant stream, before it has an envelope. */
export type TenantFact = FactOf<typeof tenantEvents>
