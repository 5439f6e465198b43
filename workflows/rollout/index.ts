export { applyPlan, plan } from "./apply.ts"
export {
  ProfileDiff,
  ProfileEvent,
  ProfileVersion,
  profileDiff,
  profileHistory,
  profileVersion,
  theProfile,
} from "./history.ts"
export { hasChanges, Plan } from "./plan-file.ts"
