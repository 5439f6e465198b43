import { Result, Schema } from "effect"
import { Refusal } from "#domain/kernel"

/**
 * What a device reads from `AutopilotConfigurationFile.json` on its disk, as far as it decides anything here; other keys
 * are Windows' own business.
 *
 * Source: Windows Autopilot deployment for existing devices.
 */
export const OfflineProfile = Schema.Struct({
  /** The id of the profile that the file was made of. */
  ZtdCorrelationId: Schema.String,
  CloudAssignedTenantId: Schema.String,
  CloudAssignedTenantDomain: Schema.String,
  /** A mask of bits; 32 and 64 ask for a deployment by TPM, which no file can start. */
  CloudAssignedOobeConfig: Schema.Int,
  /** 0 joins Entra, 1 the on-premises domain as well. */
  CloudAssignedDomainJoinMethod: Schema.Literals([0, 1]),
})
export type OfflineProfile = typeof OfflineProfile.Type

/** TPM attestation and device authentication. */
const BY_TPM = 32 + 64

/** Whether a file asks for a deployment by the device's TPM. */
export const isByTpm = ({ CloudAssignedOobeConfig }: OfflineProfile): boolean =>
  (CloudAssignedOobeConfig & BY_TPM) !== 0

/** The name under which Intune shows a device that was set up by a file. */
export const offlineProfileName = (correlationId: string): string =>
  `OfflineAutopilotprofile-${correlationId}`

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(OfflineProfile))

/** Reads `AutopilotConfigurationFile.json` as it stands on a disk. */
export const readOfflineProfile = (text: string): Result.Result<OfflineProfile, Refusal> =>
  Result.mapError(
    decode(text),
    ({ message }) =>
      new Refusal({
        kind: "invalid",
        code: "offline-profile-unreadable",
        what: `AutopilotConfigurationFile.json cannot be read: ${message}`,
        remedy: "Write the file anew: flightlog profile export NAME --to autopilot-json.",
      }),
  )
