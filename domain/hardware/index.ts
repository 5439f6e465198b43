export type { Repair } from "./base64.ts"
export {
  buildReport,
  type CaptureSpec,
  type DiskSpec,
  type MachineSpec,
  type ProcessorSpec,
  recapture,
} from "./build.ts"
export {
  decodeHash,
  decodeHashBytes,
  encodeHash,
  encodeHashBytes,
  readReport,
} from "./codec.ts"
export { Donor, donorOf, type PartKey, partKeys, withDonors } from "./donors.ts"
export * from "./errors.ts"
export { withoutHashes } from "./hidden.ts"
export { type IdentityKey, identityKeys, supportingKeys } from "./identity.ts"
export {
  Evidence,
  match,
  ShownVerdict,
  shownVerdict,
  VERDICT_SAYS,
  Verdict,
  VerdictKind,
} from "./match.ts"
export { type RegisteredCandidate, type RegistrationOutcome, registrationOutcome } from "./outcome.ts"
export { normalise, PLACEHOLDERS, placeholderReason } from "./placeholders.ts"
export { HardwareReport } from "./report.ts"
export { HardwareSummary, hasTpm2, serialKeyOf, shortFingerprint, summarise } from "./summary.ts"
export { THRESHOLDS, WEIGHTS } from "./weights.ts"
