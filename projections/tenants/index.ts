export { tenants } from "./projection.ts"
export { listTenants, type Tenant } from "./read.ts"
