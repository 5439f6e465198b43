export { applyPlan, plan } from "./apply.ts"
export { type ExportFor, exportFile, exportPublished } from "./export.ts"
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
export { newestIn } from "./published.ts"
