import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { listTenants, tenants } from "#projections/tenants"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { record } from "../../support/recorded-facts.ts"

const created = (tenantId: string, name: string, domains: ReadonlyArray<string>) =>
  record(`tenant-${tenantId}`, { type: "TenantCreated", data: { tenantId, name, domains }, tenant: tenantId })

it.effect("given two tenants, then they are listed by name with their domains", () =>
  Effect.gen(function* () {
    yield* created("t2", "Fabrikam", ["fabrikam.com", "fabrikam.de"])
    yield* created("t1", "contoso", [])
    yield* caughtUp
    expect(yield* listTenants()).toEqual([
      { id: "t1", name: "contoso", domains: [] },
      { id: "t2", name: "Fabrikam", domains: ["fabrikam.com", "fabrikam.de"] },
    ])
  }).pipe(Effect.provide(readModelWorld(tenants))),
)
