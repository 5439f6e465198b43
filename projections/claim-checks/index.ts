export { CHECKS_PER_MINUTE, claimCheckGate } from "./gate.ts"
export { claimChecks } from "./projection.ts"
export { listClaimChecks } from "./read.ts"
