import { Result } from "effect"
import { type Decider, Refusal } from "#domain/kernel"
import type { TenantFact } from "./events.ts"

/** The state of one tenant stream. */
export interface TenantState {
  readonly created: Extract<TenantFact, { readonly type: "TenantCreated" }>["data"] | null
}

/** What may be asked of a tenant stream. */
export interface CreateTenant {
  readonly type: "CreateTenant"
  readonly tenantId: string
  readonly name: string
  readonly domains: ReadonlyArray<string>
}

/** The form of a name by which tenants are told apart: "Contoso" and " contoso" are one. */
export const normaliseTenantName = (name: string): string => name.trim().toLowerCase()

/** The rules of a tenant. A name is taken once: the stream's id is derived from it. */
export const tenantDecider: Decider<TenantState, CreateTenant, TenantFact> = {
  initial: { created: null },
  evolve: (_state, fact) => ({ created: fact.data }),
  decide: (state, { domains, name, tenantId }) =>
    state.created === null
      ? Result.succeed([{ type: "TenantCreated", data: { tenantId, name: name.trim(), domains } }])
      : Result.fail(
          new Refusal({
            kind: "conflict",
            code: "tenant-exists",
            what: `A tenant named "${state.created.name}" exists already.`,
            remedy: "Choose another name, or go on with the one there is.",
          }),
        ),
}
