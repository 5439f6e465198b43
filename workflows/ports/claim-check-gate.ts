import { Context, Effect } from "effect"
import type { Refusal } from "#domain/kernel"

/**
 * Lets claim checks through or refuses them, tenant by tenant: asked before a check looks at anything. An edge that
 * counts requests puts its own in the place of this one, which lets everything through.
 */
export const ClaimCheckGate = Context.Reference<{
  readonly admit: (tenantId: string) => Effect.Effect<void, Refusal>
}>("flightlog/workflows/ports/ClaimCheckGate", { defaultValue: () => ({ admit: () => Effect.void }) })
