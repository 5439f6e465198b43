import { Schema } from "effect"
import type { ProfileSettings } from "#domain/profile"
import { GraphAssignments } from "./graph-assignments.ts"
import { LooseFlag, LooseInt, maybe } from "./loose.ts"

/** The two concrete types of a deployment profile. */
export const PROFILE_TYPES = {
  entra: "#microsoft.graph.azureADWindowsAutopilotDeploymentProfile",
  hybrid: "#microsoft.graph.activeDirectoryWindowsAutopilotDeploymentProfile",
} as const

const UserType = Schema.Literals(["standard", "administrator"])
const Usage = Schema.Literals(["singleUser", "shared"])

/** The older, embedded form of the Enrollment Status Page. */
export const EmbeddedPage = Schema.Struct({
  hideInstallationProgress: maybe(LooseFlag),
  allowDeviceUseBeforeProfileAndAppInstallComplete: maybe(LooseFlag),
  blockDeviceSetupRetryByUser: maybe(LooseFlag),
  allowLogCollectionOnInstallFailure: maybe(LooseFlag),
  customErrorMessage: maybe(Schema.String),
  installProgressTimeoutInMinutes: maybe(LooseInt),
  allowDeviceUseOnInstallFailure: maybe(LooseFlag),
})

/**
 * A deployment profile as Graph has it, as far as the profile language has words for it. Each setting is there twice,
 * under an old and a new name; clients send either.
 *
 * Source: Microsoft Graph beta, windowsAutopilotDeploymentProfile and its two subtypes.
 */
export const GraphProfile = Schema.Struct({
  "@odata.type": Schema.Literals(Object.values(PROFILE_TYPES)),
  displayName: Schema.NonEmptyString,
  description: maybe(Schema.String),
  deviceType: maybe(Schema.String),
  deviceNameTemplate: maybe(Schema.String),
  roleScopeTagIds: maybe(Schema.Array(Schema.String)),
  locale: maybe(Schema.String),
  language: maybe(Schema.String),
  hardwareHashExtractionEnabled: maybe(LooseFlag),
  extractHardwareHash: maybe(LooseFlag),
  preprovisioningAllowed: maybe(LooseFlag),
  enableWhiteGlove: maybe(LooseFlag),
  hybridAzureADJoinSkipConnectivityCheck: maybe(LooseFlag),
  outOfBoxExperienceSetting: maybe(
    Schema.Struct({
      privacySettingsHidden: maybe(LooseFlag),
      eulaHidden: maybe(LooseFlag),
      keyboardSelectionPageSkipped: maybe(LooseFlag),
      escapeLinkHidden: maybe(LooseFlag),
      userType: maybe(UserType),
      deviceUsageType: maybe(Usage),
    }),
  ),
  outOfBoxExperienceSettings: maybe(
    Schema.Struct({
      hidePrivacySettings: maybe(LooseFlag),
      hideEULA: maybe(LooseFlag),
      skipKeyboardSelectionPage: maybe(LooseFlag),
      hideEscapeLink: maybe(LooseFlag),
      userType: maybe(UserType),
      deviceUsageType: maybe(Usage),
    }),
  ),
  enrollmentStatusScreenSettings: maybe(EmbeddedPage),
  assignments: GraphAssignments,
})
export type GraphProfile = typeof GraphProfile.Type

/** Kinds of devices, as Graph and as the profile language call them. */
export const DEVICE_TYPES: ReadonlyArray<
  readonly [graph: string, language: ProfileSettings["device"]["type"]]
> = [
  ["windowsPc", "windows-pc"],
  ["holoLens", "hololens"],
  ["surfaceHub2", "surface-hub-2"],
]

type Hidden = ProfileSettings["oobe"]["hide"][number]

/** Pages of the setup that may be hidden: as the profile language, the new and the old Graph properties call them. */
export const HIDDEN = [
  ["eula", "eulaHidden", "hideEULA"],
  ["privacy", "privacySettingsHidden", "hidePrivacySettings"],
  ["keyboard", "keyboardSelectionPageSkipped", "skipKeyboardSelectionPage"],
  ["change-account", "escapeLinkHidden", "hideEscapeLink"],
] as const satisfies ReadonlyArray<readonly [Hidden, string, string]>
