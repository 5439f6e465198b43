export type { Repair } from "./base64.ts"
export {
  type DecodedHash,
  decodeHash,
  decodeHashBytes,
  encodeHash,
  encodeHashBytes,
  readReport,
} from "./codec.ts"
export * from "./errors.ts"
export { HardwareReport } from "./report.ts"
