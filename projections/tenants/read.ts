import { Effect } from "effect"
import { ReadModels, type Row } from "#projections/runtime"
import { tenantTable } from "./projection.ts"

/** A tenant as lists show it. */
export interface Tenant {
  readonly id: string
  readonly name: string
  /** The domains of its user names, lower case. */
  readonly domains: ReadonlyArray<string>
}

const tenantOf = ({ domains, id, name }: Row<typeof tenantTable.columns>): Tenant => ({
  id,
  name,
  domains: domains.split(" ").filter((domain) => domain !== ""),
})

/** All tenants in the order of their names. */
export const listTenants = Effect.fnUntraced(function* () {
  const { all } = yield* ReadModels
  return (yield* all(tenantTable, "SELECT * FROM tenants ORDER BY lower(name), id")).map(tenantOf)
})
