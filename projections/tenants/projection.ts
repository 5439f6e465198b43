import { projection, table } from "#projections/runtime"

/** One row a tenant. */
export const tenantTable = table("tenants", { id: "text", name: "text", domains: "text" }, ["id"])

/** The tenants of the deployment. */
export const tenants = projection({
  name: "tenants",
  version: 1,
  tables: [tenantTable],
  on: {
    TenantCreated: ({ data, id }) => [
      tenantTable.put({ id, name: data.name, domains: data.domains.join(" ") }),
    ],
  },
})
