import { hasTpm2 } from "#domain/hardware"
import type { DeviceFacts, ProfileSettings } from "#domain/profile"
import type { DeviceChange, StrandedDevice } from "./plan-file.ts"

/** A reason why a device would not come through its setup with a profile. */
interface Obstacle {
  readonly code: string
  readonly why: string
}

/** 815, 0x800705B4 and 0x80070774. Sources: Windows Autopilot troubleshooting FAQ, self-deploying mode, enrolment errors. */
const obstacleOf = (settings: ProfileSettings | null, device: DeviceFacts): Obstacle | null => {
  if (settings === null)
    return { code: "815", why: "no profile applies to it: its next start is the ordinary setup of Windows" }
  if (settings.oobe.mode === "self-deploying" && !hasTpm2(device.tpmVersion)) {
    const tpm = device.tpmVersion === "" ? "no TPM" : `TPM ${device.tpmVersion}`
    return { code: "0x800705B4", why: `self-deploying needs a TPM 2.0, and it has ${tpm}` }
  }
  if (settings.device.join === "hybrid" && device.userAssigned)
    return { code: "0x80070774", why: "a user is assigned to it, which a hybrid join does not stand" }
  return null
}

/** Of a device that is to have another profile, whether it could do with the old one and cannot with the new one. */
export const strandedBy = (
  change: DeviceChange,
  device: DeviceFacts,
  settings: { readonly before: ProfileSettings | null; readonly after: ProfileSettings | null },
): ReadonlyArray<StrandedDevice> => {
  const obstacle = obstacleOf(settings.after, device)
  if (obstacle === null || obstacleOf(settings.before, device)?.code === obstacle.code) return []
  const { deviceId, serialNumber, to } = change
  return [{ deviceId, serialNumber, profile: to, ...obstacle }]
}
