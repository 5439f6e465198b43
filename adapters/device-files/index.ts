export { DeviceFileError } from "./errors.ts"
export { type DeviceFile, readDeviceFile } from "./read-device-file.ts"
