export { autopilotEvents } from "./projection.ts"
export {
  type AutopilotEvent,
  countDeployments,
  type DeploymentAttempt,
  deploymentsOf,
  listDeployments,
} from "./read.ts"
