import type {
  EnrollmentStatus,
  FailureChoices,
  PageSettings,
  PhaseItems,
  ProfileSettings,
} from "#domain/profile"
import type { DeploymentProfile, EnrollmentStatusPage } from "./schema/document.ts"
import type { EnrollmentStatusSection } from "./schema/settings.ts"
import { itemsOf, millisOf } from "./schema/text.ts"

/** What applies where a profile says nothing. Source: Intune, Enrollment Status Page and deployment profile settings. */
const DEFAULTS = {
  timeout: "60m",
  message: "Setup could not be completed. Please try again or contact your support person for help.",
  /** `retry` without a limit of its own. */
  retryLimit: 3,
} as const

type Choice = Extract<EnrollmentStatusSection["onFailure"], ReadonlyArray<unknown>>[number]

const retryLimitOf = (choices: ReadonlyArray<Choice>): number => {
  const limited = choices.find((choice) => typeof choice === "object")
  return limited?.retry.limit ?? (choices.includes("retry") ? DEFAULTS.retryLimit : 0)
}

const failureChoices = (choices: ReadonlyArray<Choice>): FailureChoices => ({
  collectLogs: choices.includes("collect-logs"),
  retryLimit: retryLimitOf(choices),
  reset: choices.includes("reset"),
  continueAnyway: choices.includes("continue"),
})

type Apps = NonNullable<NonNullable<EnrollmentStatusSection["deviceSetup"]>["apps"]>

const blockingOf = (blocking: Apps["blocking"] = "all"): PhaseItems["blockingApps"] =>
  blocking === "all" ? "all" : itemsOf(blocking)

const phaseItems = (phase: EnrollmentStatusSection["deviceSetup"]): PhaseItems => ({
  securityPolicies: itemsOf(phase?.policies),
  certificates: itemsOf(phase?.certificates),
  networkConnections: itemsOf(phase?.networks),
  blockingApps: blockingOf(phase?.apps?.blocking),
  otherApps: itemsOf(phase?.apps?.others),
  appTimeLimitMillis: phase?.apps?.timeLimit === undefined ? null : millisOf(phase.apps.timeLimit),
  appTimeLimits: Object.fromEntries(
    Object.entries(phase?.apps?.timeLimits ?? {}).map(([app, limit]) => [app, millisOf(limit)]),
  ),
})

const enrollmentStatus = (section: EnrollmentStatusSection = {}): EnrollmentStatus => ({
  show: section.show ?? true,
  timeoutMillis: millisOf(section.timeout ?? DEFAULTS.timeout),
  message: section.message ?? DEFAULTS.message,
  onFailure: failureChoices(itemsOf(section.onFailure)),
  onlyOobe: section.onlyOobe ?? true,
  onlyFirstUser: section.onlyFirstUser ?? true,
  qualityUpdates: section.qualityUpdates ?? true,
  blockUse: section.blockUse ?? true,
  failOnlyBlocking: section.failOnlyBlocking ?? true,
  devicePreparation: phaseItems(section.devicePreparation),
  deviceSetup: phaseItems(section.deviceSetup),
  accountSetup: phaseItems(section.accountSetup),
})

type Assign = DeploymentProfile["assign"]

const assignment = (assign: Assign): ProfileSettings["assign"] => ({
  allDevices: assign?.allDevices ?? false,
  groupTags: itemsOf(assign?.groupTags),
  orderIds: itemsOf(assign?.orderIds),
  purchaseOrders: itemsOf(assign?.purchaseOrders),
  groups: itemsOf(assign?.groups),
  excludeGroups: itemsOf(assign?.excludeGroups),
  where: assign?.where ?? null,
})

const DEVICE: ProfileSettings["device"] = {
  type: "windows-pc",
  join: "entra",
  skipDomainControllerCheck: false,
  nameTemplate: null,
  namePrefix: null,
  convertTargeted: false,
}

const OOBE: Omit<ProfileSettings["oobe"], "hide"> = {
  mode: "user-driven",
  userType: "standard",
  locale: "os-default",
  preProvisioning: "forbidden",
}

/**
 * The settings of a profile whose bases are merged in, with every default filled in.
 *
 * @param hasOwnPage the profile says `enrollmentStatus` itself, or a base that is not shipped does
 */
export const settingsOf = (profile: DeploymentProfile, hasOwnPage: boolean): ProfileSettings => ({
  name: profile.name,
  title: profile.title ?? profile.name,
  description: profile.description ?? "",
  assign: assignment(profile.assign),
  device: { ...DEVICE, ...profile.device },
  oobe: { ...OOBE, ...profile.oobe, hide: itemsOf(profile.oobe?.hide) },
  enrollmentStatus: enrollmentStatus(profile.enrollmentStatus),
  hasOwnPage,
  signals: itemsOf(profile.signals),
  scopeTags: itemsOf(profile.scopeTags),
})

/** The settings of an Enrollment Status Page, with every default filled in. */
export const pageSettingsOf = (page: EnrollmentStatusPage): PageSettings => ({
  name: page.name,
  title: page.title ?? page.name,
  description: page.description ?? "",
  priority: page.priority ?? null,
  assign: { ...assignment(page.assign), userGroups: itemsOf(page.assign?.userGroups) },
  enrollmentStatus: enrollmentStatus(page.enrollmentStatus),
  scopeTags: itemsOf(page.scopeTags),
})
