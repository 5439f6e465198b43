export { managedDevices } from "./projection.ts"
export {
  countDevicesOf,
  countManagedDevices,
  listManagedDevices,
  type ManagedDevice,
  type ManagedDeviceRecord,
  managedDevice,
} from "./read.ts"
