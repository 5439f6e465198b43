export { applyPlan, plan } from "./apply.ts"
export { hasChanges } from "./plan-file.ts"
