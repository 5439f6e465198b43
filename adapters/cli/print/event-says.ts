import { Option, Schema } from "effect"
import { Donor } from "#domain/hardware"
import { Candidate } from "#domain/profile"
import type { HistoryEntry } from "#workflows/audit"
import { deregistrationSays, registrationSays } from "./registration-says.ts"

type Data = HistoryEntry["data"]

const PHASES: { readonly [phase: string]: string } = {
  devicePreparation: "device preparation",
  deviceSetup: "device setup",
  accountSetup: "account setup",
}

const wordOf = (words: { readonly [name: string]: string }, name: string): string => words[name] ?? name
const text = (data: Data, name: string): string => {
  const value = data[name]
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
}
const quoted = (data: Data, name: string): string =>
  text(data, name) === "" ? "none" : `"${text(data, name)}"`
const decodeOrder = Schema.decodeUnknownOption(
  Schema.Struct({ orderId: Schema.NullOr(Schema.String), purchaseOrder: Schema.NullOr(Schema.String) }),
)
const orderIn = (value: Data[string] | undefined): string => {
  const { orderId, purchaseOrder } = Option.getOrElse(decodeOrder(value), () => ({
    orderId: null,
    purchaseOrder: null,
  }))
  const named = [
    ...(orderId === null ? [] : [`"${orderId}"`]),
    ...(purchaseOrder === null ? [] : [`purchase order "${purchaseOrder}"`]),
  ]
  return named.join(", ") || "none"
}
const phase = (data: Data): string => wordOf(PHASES, text(data, "phase"))
const withCode = (data: Data): string => (text(data, "code") === "" ? "" : ` (${text(data, "code")})`)
const count = (data: Data, name: string): number => {
  const value = data[name]
  return Array.isArray(value) ? value.length : 0
}
const profileOf = ({ profile }: HistoryEntry): string =>
  profile === null ? "a profile" : `"${profile.name}" version ${profile.version}`
const nameIn = ({ personal }: HistoryEntry): string =>
  personal.find(({ values }) => values?.userPrincipalName !== undefined)?.values?.userPrincipalName ??
  "somebody who was erased"

const decodeDonors = Schema.decodeUnknownOption(Schema.Array(Donor))

/** Which parts are of other registrations, as further sentences. */
const donors = (data: Data): string =>
  Option.getOrElse(decodeDonors(data.donors), () => [])
    .map(({ says }) => `. ${says.replace(/\.$/, "")}`)
    .join("")

const decodeCandidates = Schema.decodeUnknownOption(Schema.Array(Candidate))

/** Why a profile won, in the words of the decision. */
const why = (data: Data): string => {
  const winner = Option.getOrElse(decodeCandidates(data.candidates), () => []).find(({ won }) => won)
  return winner === undefined ? "" : `, by ${winner.rule}: ${winner.why}`
}

const decodePage = Schema.decodeUnknownOption(Schema.Struct({ name: Schema.String, version: Schema.Int }))

const pageOf = ({ page }: Data): string =>
  Option.match(decodePage(page), {
    onNone: () => "the Enrollment Status Page of its profile",
    onSome: ({ name, version }) => `the Enrollment Status Page "${name}" version ${version}`,
  })

const ITEM_STATES: { readonly [state: string]: string } = {
  notInstalled: "is not there yet",
  inProgress: "is in progress",
  completed: "is there",
  failed: "failed",
  notRequired: "is not required",
}

const DOMAIN_JOINS: { readonly [state: string]: string } = {
  waiting: "waits for the connector to prepare its join to the domain",
  processed: "the connector has prepared its join to the domain",
  timedOut: "the connector did not prepare its join to the domain in time",
}

const CONTROLLERS: { readonly [result: string]: string } = {
  reached: "a domain controller is in sight",
  skipped: "no domain controller is in sight, which its profile allows",
  notReached: "no domain controller is in sight",
}

const INTUNE_ACTS: { readonly [act: string]: string } = {
  delete: "deleted from Intune",
  retire: "retired from Intune",
  wipe: "wiped, and gone from Intune",
}

const restartAsked = (data: Data): string =>
  text(data, "rebootRequired") === "" ? "" : ` and asks for a ${text(data, "rebootRequired")} restart`

/** What each event means, completing what its type says. */
const SAYS: { readonly [type: string]: (entry: HistoryEntry) => string } = {
  DeviceRegistered: ({ data }) => registrationSays(data) + donors(data),
  TenantAssociated: () => "belongs to the tenant",
  HardwareRehashed: ({ data }) =>
    `new hardware hash: ${text(data, "verdict")}, ${text(data, "score")} of 100${donors(data)}`,
  RehashVoided: ({ data }) => text(data, "reason"),
  RemediationRequired: ({ data }) =>
    `${data.handling === "automatic" ? "Fix pending" : "Attention required"}${withCode(data)}: ${text(data, "reason")}${donors(data)}`,
  RemediationResolved: ({ data }) => text(data, "how"),
  GroupTagChanged: ({ data }) => `group tag ${quoted(data, "before")} became ${quoted(data, "after")}`,
  OrderChanged: ({ data }) => `order ${orderIn(data.before)} became ${orderIn(data.after)}`,
  UserAssigned: (entry) => `meant for ${nameIn(entry)}`,
  UserUnassigned: () => "meant for nobody in particular any more",
  DeviceNamed: ({ data }) => `name ${quoted(data, "before")} became ${quoted(data, "after")}`,
  DeviceAddedToGroup: ({ data }) => `is in the group ${quoted(data, "name")}`,
  DeviceRemovedFromGroup: ({ data }) => `is no longer in the group ${quoted(data, "name")}`,
  ProfileAssigned: (entry) => `is to get ${profileOf(entry)}${why(entry.data)}`,
  ProfileUnassigned: () => "no profile applies",
  ProfileDelivered: (entry) => `was given ${profileOf(entry)}`,
  NextEnrollmentAllowed: ({ data }) => `may enrol by its TPM once more: ${text(data, "reason")}`,
  DeregistrationStarted: ({ data }) =>
    `is to be deregistered (${text(data, "way")}): ${text(data, "reason")}`,
  DeviceDeregistered: ({ data }) => deregistrationSays(data),
  RegistrationVoided: ({ data }) => text(data, "reason"),
  OfflineProfilePresented: ({ data }) =>
    `is not registered, but has the profile ${quoted(data, "correlationId")} in a file on its disk`,
  DeploymentStarted: (entry) =>
    `attempt ${text(entry.data, "attempt")} under ${profileOf(entry)}, hardware ${text(entry.data, "verdict")}`,
  NetworkConnected: ({ data }) => `over ${text(data, "medium")}`,
  OobeAnswered: () => "the setup questions are answered",
  UserSignedIn: (entry) =>
    `${nameIn(entry)} signed in, ${entry.data.licensed === true ? "with" : "without"} an Intune licence`,
  SignInRefused: (entry) => `${nameIn(entry)} was refused: ${text(entry.data, "reason")}`,
  AutopilotResetStarted: ({ data }) =>
    `is made ready for its next user (${text(data, "how")}); its primary user is ${text(data, "primaryUser")}`,
  AutopilotResetCompleted: () => "is ready for its next user; its enrolment stayed",
  AutopilotResetFailed: ({ data }) => `could not be made ready for its next user${withCode(data)}`,
  TermsAccepted: () => "the terms of use were accepted",
  TermsDeclined: () => "the terms of use were declined",
  TpmAttested: () => "the TPM attested itself",
  AttestationFailed: ({ data }) => `the TPM did not attest itself${withCode(data)}`,
  DomainJoinReported: ({ data }) => `${wordOf(DOMAIN_JOINS, text(data, "state"))}${withCode(data)}`,
  DomainControllerChecked: ({ data }) => wordOf(CONTROLLERS, text(data, "result")),
  DeviceJoined: () => "joined the directory",
  JoinRefused: ({ data }) => `${text(data, "reason")}${withCode(data)}`,
  DeviceEnrolled: ({ data }) => `enrolled in Intune as ${quoted(data, "deviceName")}`,
  EnrollmentRefused: ({ data }) => `${text(data, "reason")}${withCode(data)}`,
  EspPageChosen: ({ data }) => `has ${pageOf(data)}${why(data)}`,
  EspPhaseStarted: ({ data }) =>
    text(data, "hidden") === ""
      ? `${phase(data)} tracks ${count(data, "tracked")} items`
      : `${phase(data)} is not shown: ${text(data, "hidden")}`,
  EspItemReported: ({ data }) =>
    `${quoted(data, "item")} ${wordOf(ITEM_STATES, text(data, "state"))}${withCode(data)}${restartAsked(data)}`,
  EspPhaseCompleted: ({ data }) => `${phase(data)} is complete`,
  EspFailed: ({ data }) => `${phase(data)}: ${quoted(data, "item")} failed${withCode(data)}`,
  EspTimedOut: ({ data }) => `${phase(data)} took too long`,
  EspItemTimedOut: ({ data }) =>
    `${quoted(data, "item")} was not there after ${Number(data.limitMillis) / 60_000} minutes`,
  WaitTimedOut: ({ data }) => text(data, "reason"),
  DeviceRestarted: ({ data }) =>
    text(data, "item") === "" ? "the device restarted" : `${quoted(data, "item")} restarted the device`,
  RetryChosen: () => 'somebody chose "try again"',
  ContinueChosen: () => 'somebody chose "continue anyway"',
  LogsCollected: () => "logs were collected",
  DeviceResealed: () => "the device was sealed for its user",
  DeviceReset: () => "the device was reset",
  IntuneRecordRemoved: ({ data }) =>
    `${wordOf(INTUNE_ACTS, text(data, "act") || "delete")}: ${text(data, "reason")}`,
  SignalReceived: ({ data }) => quoted(data, "name"),
  DesktopReleased: () => "the desktop is shown",
  DeploymentSucceeded: ({ data }) => `the deployment ended: ${text(data, "outcome")}`,
  DeploymentFailed: ({ data }) => `the deployment failed: ${text(data, "reason")}${withCode(data)}`,
}

/** An event in words; empty for a type that nothing is known of but its name. */
export const eventSays = (entry: HistoryEntry): string => SAYS[entry.type]?.(entry) ?? ""
