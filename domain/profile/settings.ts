import { Effect, Schema } from "effect"

/** A setting that profiles published before it existed do not say. */
const since = <S extends Schema.Top>(schema: S, value: S["Encoded"]) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

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
  /** How long one app may take to install; null where only the page limits it. */
  appTimeLimitMillis: since(Schema.NullOr(Schema.Int), null),
  /** The same for single apps, by name. */
  appTimeLimits: since(Schema.Record(Schema.String, Schema.Int), {}),
})
export type PhaseItems = typeof PhaseItems.Type

/** The Enrollment Status Page of a profile, with every default filled in. */
export const EnrollmentStatus = Schema.Struct({
  /** Whether there is a page at all: without it nothing is shown and nothing is waited for. */
  show: since(Schema.Boolean, true),
  timeoutMillis: Schema.Int,
  message: Schema.String,
  onFailure: FailureChoices,
  /** Only on devices that come through the out-of-box experience. */
  onlyOobe: since(Schema.Boolean, true),
  /** Only the first user of a device sees the account setup. */
  onlyFirstUser: since(Schema.Boolean, true),
  /** Windows quality updates are installed after the page. */
  qualityUpdates: since(Schema.Boolean, true),
  /** The device cannot be used until all is installed. */
  blockUse: since(Schema.Boolean, true),
  /** For a technician every required app is tried, but only blocking ones fail the run. */
  failOnlyBlocking: since(Schema.Boolean, true),
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

/** Who sees an Enrollment Status Page: devices by their rules, and people by their groups. */
export const PageAssignment = Schema.Struct({ ...Assignment.fields, userGroups: Schema.Array(Schema.String) })
export type PageAssignment = typeof PageAssignment.Type

/**
 * An Enrollment Status Page that stands for itself. A page of the device goes before one of its user, a lower priority
 * number before a higher one, and the page for all devices comes last.
 * Source: Intune, Enrollment Status Page, "Set priority".
 */
export const PageSettings = Schema.Struct({
  name: Schema.String,
  title: Schema.String,
  description: Schema.String,
  /** 1 is the highest; null for the default, which comes last. */
  priority: Schema.NullOr(Schema.Int),
  assign: PageAssignment,
  enrollmentStatus: EnrollmentStatus,
  scopeTags: Schema.Array(Schema.String),
})
export type PageSettings = typeof PageSettings.Type

/** A deployment profile as it is served: bases merged in, defaults filled in, nothing optional left. */
export const ProfileSettings = Schema.Struct({
  name: Schema.String,
  title: Schema.String,
  description: Schema.String,
  assign: Assignment,
  device: Schema.Struct({
    type: since(Schema.Literals(["windows-pc", "hololens", "surface-hub-2"]), "windows-pc"),
    join: Schema.Literals(["entra", "hybrid"]),
    /** Hybrid join: do not ask whether a domain controller can be reached (for a VPN that comes later). */
    skipDomainControllerCheck: Schema.Boolean,
    nameTemplate: Schema.NullOr(Schema.String),
    /** Hybrid join: how the name in the domain begins; random digits fill it up to 15 characters. */
    namePrefix: since(Schema.NullOr(Schema.String), null),
    convertTargeted: Schema.Boolean,
  }),
  oobe: OobeSettings,
  enrollmentStatus: EnrollmentStatus,
  /** It says `enrollmentStatus` itself, or a base of the tenant's own does: then the page for all devices is not for it. */
  hasOwnPage: since(Schema.Boolean, true),
  signals: Schema.Array(Schema.String),
  /** Tags that say which administrators see the profile. */
  scopeTags: since(Schema.Array(Schema.String), []),
})
export type ProfileSettings = typeof ProfileSettings.Type
