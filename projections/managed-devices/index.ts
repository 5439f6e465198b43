export { managedDevices } from "./projection.ts"
export {
  countManagedDevices,
  listManagedDevices,
  type ManagedDevice,
  type ManagedDeviceRecord,
  managedDevice,
} from "./read.ts"
