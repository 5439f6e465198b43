import { Schema } from "effect"

/**
 * What a person may do when the Enrollment Status Page shows an error.
 * Source: Intune, Enrollment Status Page profile settings.
 */
export const FailureChoices = Schema.Struct({
  collectLogs: Schema.Boolean,
  /** How often "try again" is offered; 0 = never. */
  retryLimit: Schema.Int,
  reset: Schema.Boolean,
  continueAnyway: Schema.Boolean,
})
export type FailureChoices = typeof FailureChoices.Type

/** What one phase of the page names: items the phase waits for, beside what is targeted at the device. */
export const PhaseItems = Schema.Struct({
  securityPolicies: Schema.Array(Schema.String),
  certificates: Schema.Array(Schema.String),
  networkConnections: Schema.Array(Schema.String),
  /** The blocking filter: an app holds the phase when it is targeted and named here; `all` = every targeted one. */
  blockingApps: Schema.Union([Schema.Literal("all"), Schema.Array(Schema.String)]),
  /** Apps that are shown and installed but never waited for. */
  otherApps: Schema.Array(Schema.String),
})
export type PhaseItems = typeof PhaseItems.Type

/** The Enrollment Status Page of a profile, with every default filled in. */
export const EnrollmentStatus = Schema.Struct({
  timeoutMillis: Schema.Int,
  message: Schema.String,
  onFailure: FailureChoices,
  devicePreparation: PhaseItems,
  deviceSetup: PhaseItems,
  accountSetup: PhaseItems,
})
export type EnrollmentStatus = typeof EnrollmentStatus.Type

/** The out-of-box experience. Source: Windows Autopilot deployment profile settings. */
const OobeSettings = Schema.Struct({
  mode: Schema.Literals(["user-driven", "self-deploying"]),
  userType: Schema.Literals(["standard", "administrator"]),
  /** BCP 47 tag, or `os-default`. */
  locale: Schema.String,
  hide: Schema.Array(Schema.Literals(["eula", "privacy", "keyboard", "change-account"])),
  preProvisioning: Schema.Literals(["allowed", "forbidden"]),
})

/** Who gets a profile: a union of the lists, less `excludeGroups`, where `where` (CEL) holds; or every device (the default profile). */
export const Assignment = Schema.Struct({
  allDevices: Schema.Boolean,
  groupTags: Schema.Array(Schema.String),
  orderIds: Schema.Array(Schema.String),
  purchaseOrders: Schema.Array(Schema.String),
  groups: Schema.Array(Schema.String),
  excludeGroups: Schema.Array(Schema.String),
  where: Schema.NullOr(Schema.String),
})
export type Assignment = typeof Assignment.Type

/** A deployment profile as it is served: bases merged in, defaults filled in, nothing optional left. */
export const ProfileSettings = Schema.Struct({
  name: Schema.String,
  title: Schema.String,
  description: Schema.String,
  assign: Assignment,
  device: Schema.Struct({
    join: Schema.Literals(["entra", "hybrid"]),
    /** Hybrid join: do not ask whether a domain controller can be reached (for a VPN that comes later). */
    skipDomainControllerCheck: Schema.Boolean,
    nameTemplate: Schema.NullOr(Schema.String),
    convertTargeted: Schema.Boolean,
  }),
  oobe: OobeSettings,
  enrollmentStatus: EnrollmentStatus,
  signals: Schema.Array(Schema.String),
})
export type ProfileSettings = typeof ProfileSettings.Type
