import type { EnrollmentStatus, ProfileSettings } from "#domain/profile"
import { assignmentsOf, foreignRules } from "./graph-assignments.ts"
import { DEVICE_TYPES, HIDDEN, PROFILE_TYPES } from "./graph-profile.ts"
import { type NotShared, unless } from "./not-shared.ts"
import { phasesNotShared, retriesNotShared, wholeMinutes } from "./shared-page.ts"

const embeddedPage = ({ blockUse, message, onFailure, show, timeoutMillis }: EnrollmentStatus) => ({
  hideInstallationProgress: !show,
  allowDeviceUseBeforeProfileAndAppInstallComplete: !blockUse,
  blockDeviceSetupRetryByUser: onFailure.retryLimit === 0,
  allowLogCollectionOnInstallFailure: onFailure.collectLogs,
  customErrorMessage: message,
  installProgressTimeoutInMinutes: wholeMinutes(timeoutMillis),
  allowDeviceUseOnInstallFailure: onFailure.continueAnyway,
})

const pages = (hide: ProfileSettings["oobe"]["hide"], name: 1 | 2) =>
  Object.fromEntries(HIDDEN.map((names) => [names[name], hide.includes(names[0])]))

/**
 * A deployment profile as Graph has it, each setting under its new and its old name: the service answers both, and the
 * WindowsAutoPilotIntune module reads the old ones only.
 */
export const graphProfileOf = (settings: ProfileSettings) => {
  const { assign, device, oobe } = settings
  const shared = {
    userType: oobe.userType,
    deviceUsageType: oobe.mode === "self-deploying" ? "shared" : "singleUser",
  }
  const preProvisioning = oobe.preProvisioning === "allowed"
  const assignments = assignmentsOf(assign)
  return {
    "@odata.type": PROFILE_TYPES[device.join],
    displayName: settings.title,
    description: settings.description,
    deviceType: DEVICE_TYPES.find(([, type]) => type === device.type)?.[0] ?? "windowsPc",
    deviceNameTemplate: device.nameTemplate ?? "",
    roleScopeTagIds: settings.scopeTags,
    locale: oobe.locale,
    language: oobe.locale,
    hardwareHashExtractionEnabled: device.convertTargeted,
    extractHardwareHash: device.convertTargeted,
    preprovisioningAllowed: preProvisioning,
    enableWhiteGlove: preProvisioning,
    ...(device.join === "hybrid"
      ? { hybridAzureADJoinSkipConnectivityCheck: device.skipDomainControllerCheck }
      : {}),
    outOfBoxExperienceSetting: { ...pages(oobe.hide, 1), ...shared },
    outOfBoxExperienceSettings: { ...pages(oobe.hide, 2), ...shared },
    enrollmentStatusScreenSettings: embeddedPage(settings.enrollmentStatus),
    ...(assignments.length === 0 ? {} : { assignments }),
  }
}

/** Source: provider of Terraform for Microsoft 365, and reports of its users: the service refuses these. */
const REFUSED = /[!#%^*()\-+;'><]/

const titleNotShared = (title: string): ReadonlyArray<NotShared> =>
  unless(!REFUSED.test(title) && title.length <= 200, {
    property: "title",
    value: title,
    why: "Intune takes at most 200 characters, and none of ! # % ^ * ( ) - + ; ' > < in a displayName.",
  })

/** What of a profile Graph has no word for. */
export const profileNotShared = (
  settings: ProfileSettings,
  { hasWorkflow }: { readonly hasWorkflow: boolean },
): ReadonlyArray<NotShared> => {
  const { assign, enrollmentStatus, signals } = settings
  const page = "An Enrollment Status Page for itself has more words for it: kind: EnrollmentStatusPage."
  return [
    ...titleNotShared(settings.title),
    ...foreignRules(assign),
    ...unless(settings.device.namePrefix === null, {
      property: "device.namePrefix",
      value: settings.device.namePrefix,
      why: "Graph has it in the domain-join configuration: computerNameStaticPrefix.",
    }),
    ...unless(signals.length === 0, {
      property: "signals",
      value: signals,
      why: "Graph knows no signals of an organisation.",
    }),
    ...unless(!hasWorkflow, {
      property: "workflow",
      value: "states of its own",
      why: "Graph knows no workflows: Windows goes its own way.",
    }),
    ...unless(!enrollmentStatus.onFailure.reset, {
      property: "enrollmentStatus.onFailure",
      value: "reset",
      why: page,
    }),
    ...retriesNotShared(enrollmentStatus),
    ...phasesNotShared(enrollmentStatus, page),
  ]
}
