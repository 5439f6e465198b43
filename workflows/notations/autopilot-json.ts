import type { ProfileSettings } from "#domain/profile"
import { type NotShared, unless } from "./not-shared.ts"

/** The bits of `CloudAssignedOobeConfig`. Source: Autopilot for existing devices; Get-AutopilotDiagnostics. */
export const OOBE_BITS = {
  notLocalAdministrator: 2,
  skipPrivacy: 4,
  skipOemRegistration: 8,
  skipEula: 16,
  tpmAttestation: 32,
  deviceAuthentication: 64,
  skipUpgradePage: 256,
  skipKeyboard: 1024,
} as const

/** The setup of a profile as Windows reads it: a mask of bits. */
const oobeConfigOf = ({ hide, mode, userType }: ProfileSettings["oobe"]): number => {
  const isShared = mode === "self-deploying"
  return (
    OOBE_BITS.skipOemRegistration +
    OOBE_BITS.skipUpgradePage +
    (userType === "standard" ? OOBE_BITS.notLocalAdministrator : 0) +
    (hide.includes("privacy") ? OOBE_BITS.skipPrivacy : 0) +
    (hide.includes("eula") ? OOBE_BITS.skipEula : 0) +
    (hide.includes("keyboard") ? OOBE_BITS.skipKeyboard : 0) +
    (isShared ? OOBE_BITS.tpmAttestation + OOBE_BITS.deviceAuthentication : 0)
  )
}

/** Since Windows 10 1809. */
const FORMAT_VERSION = 2049
/** How long Autopilot may update itself. */
export const UPDATE_TIMEOUT_MILLIS = 1_800_000

/** The tenant that a device is to join, and the profile that it is given. */
export interface Recipient {
  /** Entra id of the tenant. */
  readonly tenantId: string
  /** Its default domain. */
  readonly domain: string
  /** Id of the profile; at enrolment Intune is told it. */
  readonly profileId: string
}

const languageOf = ({ hide, locale }: ProfileSettings["oobe"]) =>
  hide.includes("keyboard") ? { CloudAssignedLanguage: locale, CloudAssignedRegion: locale } : {}

/** Windows takes ASCII alone: anything else is written `\uXXXX`. */
const ascii = (json: string): string =>
  json.replace(/[^ -~\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)

const serverDataOf = (domain: string, forced: number): string =>
  JSON.stringify({
    ZeroTouchConfig: {
      CloudAssignedTenantUpn: "",
      ForcedEnrollment: forced,
      CloudAssignedTenantDomain: domain,
    },
  })

/** Whether what a file says to Entra is what the rest of it says, too. */
export const isStandardData = (file: {
  readonly CloudAssignedAadServerData?: string | null
  readonly CloudAssignedForcedEnrollment?: number | null
  readonly CloudAssignedTenantDomain?: string | null
}): boolean => {
  const { CloudAssignedAadServerData: data, CloudAssignedTenantDomain: domain } = file
  return data == null || data === serverDataOf(domain ?? "", file.CloudAssignedForcedEnrollment ?? 0)
}

/**
 * `AutopilotConfigurationFile.json` of a profile, for devices that are not registered: pure ASCII, without a byte order
 * mark. It belongs into `%windir%\Provisioning\Autopilot`.
 *
 * Source: Windows Autopilot deployment for existing devices; WindowsAutoPilotIntune, ConvertTo-AutopilotConfigurationJSON.
 */
export const autopilotJson = (
  settings: ProfileSettings,
  { domain, profileId, tenantId }: Recipient,
): string => {
  const { device, oobe } = settings
  const forced = oobe.hide.includes("change-account") ? 1 : 0
  const file = {
    Comment_File: `Profile ${settings.title}`,
    Version: FORMAT_VERSION,
    ZtdCorrelationId: profileId,
    CloudAssignedTenantId: tenantId,
    CloudAssignedTenantDomain: domain,
    CloudAssignedDomainJoinMethod: device.join === "hybrid" ? 1 : 0,
    CloudAssignedOobeConfig: oobeConfigOf(oobe),
    CloudAssignedForcedEnrollment: forced,
    CloudAssignedAadServerData: serverDataOf(domain, forced),
    ...(device.nameTemplate === null ? {} : { CloudAssignedDeviceName: device.nameTemplate }),
    ...languageOf(oobe),
    ...(device.join === "hybrid" && device.skipDomainControllerCheck
      ? { HybridJoinSkipDCConnectivityCheck: 1 }
      : {}),
    CloudAssignedAutopilotUpdateDisabled: 1,
    CloudAssignedAutopilotUpdateTimeout: UPDATE_TIMEOUT_MILLIS,
  }
  return `${ascii(JSON.stringify(file, null, 2))}\n`
}

/** What of a profile a device does not learn from the file. */
export const autopilotJsonNotShared = ({
  device,
  enrollmentStatus,
  oobe,
}: ProfileSettings): ReadonlyArray<NotShared> => [
  ...unless(oobe.mode === "user-driven", {
    property: "oobe.mode",
    value: oobe.mode,
    why: "Existing devices are set up by their users: Windows supports user-driven profiles in a file.",
  }),
  ...unless(oobe.preProvisioning === "forbidden", {
    property: "oobe.preProvisioning",
    value: oobe.preProvisioning,
    why: "A technician can prepare registered devices only.",
  }),
  ...unless(device.namePrefix === null, {
    property: "device.namePrefix",
    value: device.namePrefix,
    why: "The domain-join profile of Intune names the device.",
  }),
  ...unless(!device.convertTargeted, {
    property: "device.convertTargeted",
    value: device.convertTargeted,
    why: "A file is read by a device that is not enrolled yet.",
  }),
  ...unless(oobe.locale === "os-default" || oobe.hide.includes("keyboard"), {
    property: "oobe.locale",
    value: oobe.locale,
    why: 'The file names a language only where the keyboard page is hidden. Add "keyboard" to oobe.hide.',
  }),
  {
    property: "enrollmentStatus",
    value: enrollmentStatus.show ? "shown" : "not shown",
    why: "Intune gives the device its Enrollment Status Page when it has enrolled.",
  },
]
