export { autopilotEvents } from "./projection.ts"
export {
  type AutopilotEvent,
  countDeployments,
  type DeploymentAttempt,
  deploymentsOf,
  listDeployments,
  runningAttempts,
} from "./read.ts"
