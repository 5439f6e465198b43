export { autopilotEvents } from "./projection.ts"
export {
  type AutopilotEvent,
  countDeployments,
  type DeploymentAttempt,
  deploymentsOf,
  everWithSerial,
  listDeployments,
  runningAttempts,
} from "./read.ts"
