export { assignableDevices } from "./assignable.ts"
export { autopilotDevices } from "./projection.ts"
export {
  type AutopilotDevice,
  type AutopilotDeviceIdentity,
  autopilotDevice,
  autopilotDeviceOf,
  autopilotDevicesBySerial,
  countAutopilotDevices,
  listAutopilotDevices,
} from "./read.ts"
