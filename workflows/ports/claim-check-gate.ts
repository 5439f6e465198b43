import { Context, Effect } from "effect"
import type { Refusal } from "#domain/kernel"
import type { KnowledgeFailure } from "./knowledge.ts"

/**
 * Lets claim checks through or refuses them, tenant by tenant: asked before a check looks at anything. A service puts
 * one that counts in the place of this one, which lets everything through.
 */
export const ClaimCheckGate = Context.Reference<{
  readonly admit: (tenantId: string) => Effect.Effect<void, Refusal | KnowledgeFailure>
}>("flightlog/workflows/ports/ClaimCheckGate", { defaultValue: () => ({ admit: () => Effect.void }) })
