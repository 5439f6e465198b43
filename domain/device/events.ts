import { Schema } from "effect"
import {
  EspCategory,
  EspItemState,
  EspPhase,
  RebootRequired,
  Scenario,
  TrackedItem,
} from "#domain/deployment"
import { Donor, Evidence, HardwareSummary, VerdictKind } from "#domain/hardware"
import { Actor, type FactOf, Timestamp } from "#domain/kernel"
import { Authorization } from "#domain/partner"
import { Candidate, EnrollmentStatus, MachineRef, Outcome } from "#domain/profile"
import { DeregistrationWay, LeftBehind, Obstacle } from "./deregistration.ts"
import { RemediationHandling } from "./remediation.ts"

const Text = Schema.NullOr(Schema.String)
const Attempt = Schema.Int

/** How a device came into the service. Source: Windows Autopilot registration overview. */
export const RegistrationMethod = Schema.Literals(["oem", "csp", "reseller", "automatic", "manual"])
export type RegistrationMethod = typeof RegistrationMethod.Type

/** What a device was told by: its full hardware hash, the product key id, or manufacturer, model and serial number. */
export const Identifier = Schema.Literals(["hash", "pkid", "tuple"])
export type Identifier = typeof Identifier.Type

/** The report that a manufacturer had delivered of a machine before anybody owned it. */
export const KnownBefore = Schema.Struct({
  reportId: Schema.String,
  revision: Schema.Int,
  since: Timestamp,
  by: Actor,
  delivery: Schema.Struct({ deliveryId: Schema.String, line: Schema.Int }),
})
export type KnownBefore = typeof KnownBefore.Type

/** By which order a device was bought, as its seller and its buyer call it. */
const Order = Schema.Struct({ orderId: Text, purchaseOrder: Text })

const ImportLine = Schema.NullOr(Schema.Struct({ importId: Schema.String, line: Schema.Int }))

/** What an automatic registration rests on: the enrolled device, and the profile that converts those it is for. */
export const ConvertedBy = Schema.Struct({ enrolmentId: Schema.String, profile: MachineRef })
export type ConvertedBy = typeof ConvertedBy.Type

const registration = {
  /** The hardware is known to the service. */
  DeviceRegistered: Schema.Struct({
    method: RegistrationMethod,
    /** Counts the registrations in this stream, from 1. */
    life: Schema.Int,
    hardware: HardwareSummary,
    groupTag: Text,
    orderId: Text,
    purchaseOrder: Text,
    productKey: Text,
    /** The grant under which a partner acted. */
    authorization: Schema.NullOr(Authorization),
    import: ImportLine,
    identifiedBy: Schema.optionalKey(Identifier),
    /** Where the hash was known before the registration; absent where the registration brought it. */
    known: Schema.optionalKey(KnownBefore),
    /** The enrolled device that an automatic registration converted, and the profile that wanted it. */
    convertedBy: Schema.optionalKey(ConvertedBy),
    lifecycle: MachineRef,
    /** The claims that this registration rests on. */
    claims: Schema.Array(Schema.String),
    /** Parts that are of other registrations as well. */
    donors: Schema.optionalKey(Schema.Array(Donor)),
  }),
  /** The device belongs to a tenant. */
  TenantAssociated: Schema.Struct({
    tenantId: Schema.String,
    method: Schema.optionalKey(RegistrationMethod),
    authorization: Schema.optionalKey(Schema.NullOr(Authorization)),
    import: Schema.optionalKey(ImportLine),
  }),
  /** A new hash stands for the device from now on. */
  HardwareRehashed: Schema.Struct({
    hardware: HardwareSummary,
    verdict: VerdictKind,
    score: Schema.Finite,
    evidence: Schema.Array(Evidence),
    claims: Schema.Array(Schema.String),
    donors: Schema.optionalKey(Schema.Array(Donor)),
  }),
  /** A rehash that stayed unfinished lost an identity that it had claimed: it has to begin anew. */
  RehashVoided: Schema.Struct({ claim: Schema.String, reason: Schema.String }),
  /** The hardware is no longer what was registered, or not this device's alone. */
  RemediationRequired: Schema.Struct({
    reason: Schema.String,
    verdict: VerdictKind,
    score: Schema.Finite,
    evidence: Schema.Array(Evidence),
    /** Absent where it is manual, as it always was before tenants could choose. */
    handling: Schema.optionalKey(RemediationHandling),
    /** Autopilot's number for it: 908 for hardware that does not match, 813 for hardware that is not unique. */
    code: Schema.optionalKey(Schema.String),
    /** The hash that showed it, where the service is to take it. */
    capture: Schema.optionalKey(HardwareSummary),
    donors: Schema.optionalKey(Schema.Array(Donor)),
  }),
  RemediationResolved: Schema.Struct({ how: Schema.String }),
  GroupTagChanged: Schema.Struct({ before: Text, after: Text }),
  OrderChanged: Schema.Struct({ before: Order, after: Order }),
  /** `userId` is the person's subject id; the name is sealed. */
  UserAssigned: Schema.Struct({ userId: Schema.String }),
  UserUnassigned: Schema.Struct({ userId: Schema.String }),
  DeviceNamed: Schema.Struct({ before: Text, after: Text }),
  /** The device became a member of a group of the directory, or is one no more; `name` is what the group was called then. */
  DeviceAddedToGroup: Schema.Struct({ groupId: Schema.String, name: Schema.String }),
  DeviceRemovedFromGroup: Schema.Struct({ groupId: Schema.String, name: Schema.String }),
  /** The desired profile, with every candidate and why it won or lost. */
  ProfileAssigned: Schema.Struct({
    profile: MachineRef,
    candidates: Schema.Array(Candidate),
    /** Generation of the tenant's profile catalogue that this was decided on. */
    catalogue: Schema.Int,
  }),
  ProfileUnassigned: Schema.Struct({
    candidates: Schema.Array(Candidate),
    catalogue: Schema.Int,
  }),
  /** The profile that a device was really given. */
  ProfileDelivered: Schema.Struct({ attempt: Attempt, profile: MachineRef }),
  NextEnrollmentAllowed: Schema.Struct({ reason: Schema.String }),
  /** The registration is to end; the steps follow one by one. */
  DeregistrationStarted: Schema.Struct({
    way: DeregistrationWay,
    reason: Schema.String,
    authorization: Schema.NullOr(Authorization),
    /** What stood in the way when it began. */
    obstacles: Schema.Array(Obstacle),
  }),
  DeviceDeregistered: Schema.Struct({
    reason: Schema.String,
    authorization: Schema.optionalKey(Schema.NullOr(Authorization)),
    leftBehind: Schema.optionalKey(Schema.Array(LeftBehind)),
  }),
  /** A registration that never came to be lost its claims: that life of this stream will never begin. */
  RegistrationVoided: Schema.Struct({ life: Schema.Int, reason: Schema.String }),
}

const reset = {
  /** A device in use is to be made ready for its next user; its enrolment stays. */
  AutopilotResetStarted: Schema.Struct({
    /** By an administrator from afar, or at the device itself. */
    how: Schema.Literals(["remote", "local"]),
    keeps: Schema.Array(Schema.String),
    drops: Schema.Array(Schema.String),
    primaryUser: Schema.Literals(["kept", "removed"]),
  }),
  /** `userId` is who signed in first after it; the name is sealed. */
  AutopilotResetCompleted: Schema.Struct({ userId: Text }),
  AutopilotResetFailed: Schema.Struct({ code: Schema.String }),
}

const deployment = {
  /** A device that is not registered showed a profile of this tenant on its disk. */
  OfflineProfilePresented: Schema.Struct({
    tenantId: Schema.String,
    correlationId: Schema.String,
    hardware: HardwareSummary,
  }),
  DeploymentStarted: Schema.Struct({
    attempt: Attempt,
    scenario: Scenario,
    profile: MachineRef,
    /** What the device said of its hardware when it asked: fingerprint, OS build, and how it compares. */
    fingerprint: Schema.String,
    osBuild: Text,
    verdict: VerdictKind,
    score: Schema.Finite,
    /** The file on the device's disk, and whether it applied: a profile that is assigned online wins. */
    offline: Schema.optionalKey(Schema.Struct({ correlationId: Schema.String, applied: Schema.Boolean })),
  }),
  NetworkConnected: Schema.Struct({
    attempt: Attempt,
    medium: Schema.Literals(["ethernet", "wifi", "cellular"]),
  }),
  OobeAnswered: Schema.Struct({
    attempt: Attempt,
    /** What the user chose, by question: `region`, `keyboard`, `eula`, `privacy`. */
    answers: Schema.Record(Schema.String, Schema.String),
  }),
  UserSignedIn: Schema.Struct({
    attempt: Attempt,
    userId: Schema.String,
    tenantMatched: Schema.Literal(true),
    licensed: Schema.Boolean,
    licences: Schema.Array(Schema.String),
    /** Revision of the user's stream that the licences were read from. */
    directoryRevision: Schema.Int,
  }),
  SignInRefused: Schema.Struct({
    attempt: Attempt,
    userId: Schema.String,
    reason: Schema.Literals(["wrong-tenant", "unknown-user"]),
    code: Text,
  }),
  /** The user accepted the terms of use of the device management. */
  TermsAccepted: Schema.Struct({ attempt: Attempt }),
  TermsDeclined: Schema.Struct({ attempt: Attempt }),
  TpmAttested: Schema.Struct({ attempt: Attempt }),
  AttestationFailed: Schema.Struct({ attempt: Attempt, code: Schema.String }),
  DeviceJoined: Schema.Struct({
    attempt: Attempt,
    join: Schema.Literals(["entra", "hybrid"]),
    entraDeviceId: Schema.String,
  }),
  /** How far the offline join to the on-premises domain came. Source: ODJ states 1 to 3 of the hybrid join. */
  DomainJoinReported: Schema.Struct({
    attempt: Attempt,
    state: Schema.Literals(["waiting", "processed", "timedOut"]),
    code: Text,
  }),
  /** Whether the device could see a domain controller, or was told by its profile not to look. */
  DomainControllerChecked: Schema.Struct({
    attempt: Attempt,
    result: Schema.Literals(["reached", "notReached", "skipped"]),
  }),
  JoinRefused: Schema.Struct({
    attempt: Attempt,
    code: Schema.String,
    reason: Schema.String,
    /** How many devices the user had, of how many the tenant allows; absent where the directory refused. */
    quota: Schema.optionalKey(Schema.Struct({ devices: Schema.Int, limit: Schema.Int })),
  }),
  DeviceEnrolled: Schema.Struct({
    attempt: Attempt,
    managedDeviceId: Schema.String,
    deviceName: Schema.String,
  }),
  EnrollmentRefused: Schema.Struct({ attempt: Attempt, code: Schema.String, reason: Schema.String }),
  /**
   * Which Enrollment Status Page the attempt has, with every candidate and why it won or lost; recorded where the tenant has
   * pages to choose among. The attempt keeps it, whatever is published later.
   */
  EspPageChosen: Schema.Struct({
    attempt: Attempt,
    /** Null for the section of the attempt's profile; the digest is that of the page's source. */
    page: Schema.NullOr(MachineRef),
    /** What the page says, whole; null for the section of the profile. */
    status: Schema.NullOr(EnrollmentStatus),
    candidates: Schema.Array(Candidate),
    /** How often the tenant's pages and groups had changed when this was decided. */
    catalogue: Schema.Int,
  }),
  EspPhaseStarted: Schema.Struct({
    attempt: Attempt,
    phase: EspPhase,
    tracked: Schema.Array(TrackedItem),
    /** Why the page is not shown in this phase, so that nothing holds it; absent where it is. */
    hidden: Schema.optionalKey(Schema.String),
  }),
  EspItemReported: Schema.Struct({
    attempt: Attempt,
    phase: EspPhase,
    category: EspCategory,
    item: Schema.String,
    state: EspItemState,
    /** The installer's code, as `0x87D1041C`, where it failed. */
    code: Text,
    /** Absent where it asks for no restart. */
    rebootRequired: Schema.optionalKey(RebootRequired),
  }),
  /** The device restarted: who had signed in has to do so again before the account is set up. */
  DeviceRestarted: Schema.Struct({
    attempt: Attempt,
    /** The phase of the page that was running, null before and between phases. */
    phase: Schema.NullOr(EspPhase),
    /** The item that asked for it, null where nobody did. */
    item: Text,
  }),
  RetryChosen: Schema.Struct({ attempt: Attempt }),
  ContinueChosen: Schema.Struct({ attempt: Attempt }),
  LogsCollected: Schema.Struct({ attempt: Attempt }),
  DeviceResealed: Schema.Struct({ attempt: Attempt }),
  DeviceReset: Schema.Struct({ attempt: Attempt }),
  IntuneRecordRemoved: Schema.Struct({
    reason: Schema.String,
    /** What was done in Intune. */
    act: Schema.optionalKey(Schema.Literals(["delete", "retire", "wipe"])),
  }),
  /** A signal of the organisation's own, declared by the profile. */
  SignalReceived: Schema.Struct({ attempt: Attempt, name: Schema.String }),
}

const deadlines = {
  WaitTimedOut: Schema.Struct({
    machine: Schema.Literals(["lifecycle", "attempt"]),
    attempt: Schema.NullOr(Attempt),
    state: Schema.String,
    dueAt: Timestamp,
    reason: Schema.String,
  }),
  EspTimedOut: Schema.Struct({ attempt: Attempt, phase: EspPhase, state: Schema.String, dueAt: Timestamp }),
  /** One app took longer than its profile lets it. */
  EspItemTimedOut: Schema.Struct({
    attempt: Attempt,
    phase: EspPhase,
    category: EspCategory,
    item: Schema.String,
    limitMillis: Schema.Int,
    dueAt: Timestamp,
  }),
}

const concluded = {
  EspPhaseCompleted: Schema.Struct({ attempt: Attempt, phase: EspPhase }),
  EspFailed: Schema.Struct({
    attempt: Attempt,
    phase: EspPhase,
    category: EspCategory,
    item: Schema.String,
    code: Text,
  }),
  DesktopReleased: Schema.Struct({ attempt: Attempt }),
  DeploymentSucceeded: Schema.Struct({ attempt: Attempt, outcome: Outcome }),
  DeploymentFailed: Schema.Struct({ attempt: Attempt, reason: Schema.String, code: Text }),
}

/** Every event of a device stream, by type. */
export const deviceEvents = { ...registration, ...reset, ...deployment, ...deadlines, ...concluded }

/** An event of a device stream, before it has an envelope. */
export type DeviceFact = FactOf<typeof deviceEvents>
export type DeviceFactType = DeviceFact["type"]
/** A device event of one type. */
export type DeviceFactOf<Type extends DeviceFactType> = Extract<DeviceFact, { readonly type: Type }>

/** What a statechart may conclude and emit; nothing else can be emitted by YAML. */
export const conclusions = [
  "EspPhaseCompleted",
  "EspFailed",
  "DesktopReleased",
  "DeploymentSucceeded",
  "DeploymentFailed",
] as const satisfies ReadonlyArray<keyof typeof concluded>

/** What the deployment statechart takes, beside the signals that its profile declares. */
export const attemptInputs = [
  "NetworkConnected",
  "OobeAnswered",
  "UserSignedIn",
  "SignInRefused",
  "TermsAccepted",
  "TermsDeclined",
  "TpmAttested",
  "AttestationFailed",
  "DeviceJoined",
  "DomainJoinReported",
  "DomainControllerChecked",
  "JoinRefused",
  "DeviceEnrolled",
  "EnrollmentRefused",
  "EspPhaseStarted",
  "EspItemReported",
  "DeviceRestarted",
  "RetryChosen",
  "ContinueChosen",
  "LogsCollected",
  "DeviceResealed",
  "DeviceReset",
] as const satisfies ReadonlyArray<DeviceFactType>

/** What the lifecycle statechart takes. */
export const lifecycleInputs = [
  "DeviceRegistered",
  "TenantAssociated",
  "HardwareRehashed",
  "RemediationRequired",
  "RemediationResolved",
  "GroupTagChanged",
  "OrderChanged",
  "UserAssigned",
  "UserUnassigned",
  "DeviceNamed",
  "ProfileAssigned",
  "ProfileUnassigned",
  "ProfileDelivered",
  "NextEnrollmentAllowed",
  "DeviceDeregistered",
  "DeploymentStarted",
  "DeploymentSucceeded",
  "DeploymentFailed",
  "DeviceReset",
  "AutopilotResetStarted",
  "AutopilotResetCompleted",
  "AutopilotResetFailed",
  "IntuneRecordRemoved",
] as const satisfies ReadonlyArray<DeviceFactType>
