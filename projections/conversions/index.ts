export { conversions } from "./projection.ts"
export { Conversion, convertibleDevices, listConversions } from "./read.ts"
