import type { attemptInputs, lifecycleInputs } from "#domain/device"
import type { Transition } from "../chart/transitions.ts"
import { writtenDuration } from "../rehearsal/duration.ts"
import { conditionWords } from "./condition-words.ts"

type Known = (typeof attemptInputs)[number] | (typeof lifecycleInputs)[number]

/** What can happen, in the words of a service desk. */
const WORDS: { readonly [event in Known]: string } = {
  NetworkConnected: "the device is connected to a network",
  OobeAnswered: "the setup questions are answered",
  UserSignedIn: "a person of the organisation signs in",
  SignInRefused: "a sign-in is refused",
  TermsAccepted: "the terms of use are accepted",
  TermsDeclined: "the terms of use are declined",
  TpmAttested: "the TPM proves what it is",
  AttestationFailed: "the TPM cannot prove what it is",
  DeviceJoined: "the device joins the directory",
  DomainJoinReported: "the device tells how its domain join goes",
  DomainControllerChecked: "the device tells whether it reaches a domain controller",
  JoinRefused: "the directory refuses the device",
  DeviceEnrolled: "the device enrols in Intune",
  EnrollmentRefused: "Intune refuses the enrolment",
  EspPhaseStarted: "a phase of the Enrollment Status Page begins",
  EspItemReported: "the device tells how far an item of the page is",
  DeviceRestarted: "the device restarts",
  RetryChosen: `somebody chooses "Try again"`,
  ContinueChosen: `somebody chooses "Continue anyway"`,
  LogsCollected: "logs are collected",
  DeviceResealed: "the technician reseals the device",
  DeviceReset: "the device is reset",
  DeviceRegistered: "the hardware is registered",
  TenantAssociated: "the device is bound to its organisation",
  HardwareRehashed: "the device gets a new hardware hash",
  RemediationRequired: "a change of hardware asks for attention",
  RemediationResolved: "the change of hardware is dealt with",
  GroupTagChanged: "its group tag is changed",
  OrderChanged: "its order is changed",
  UserAssigned: "a person is assigned to it",
  UserUnassigned: "its person is taken away again",
  DeviceNamed: "it is given a name",
  ProfileAssigned: "a profile is assigned",
  ProfileUnassigned: "no profile applies to it",
  ProfileDelivered: "the device is given its profile",
  NextEnrollmentAllowed: "its next enrolment is allowed",
  DeviceDeregistered: "the registration is ended",
  DeploymentStarted: "a deployment begins",
  DeploymentSucceeded: "the deployment succeeds",
  DeploymentFailed: "the deployment fails",
  IntuneRecordRemoved: "its Intune record is removed",
  AutopilotResetStarted: "an Autopilot Reset begins",
  AutopilotResetCompleted: "the Autopilot Reset is done",
  AutopilotResetFailed: "the Autopilot Reset fails",
}

const PAGE: { readonly [event: string]: string } = {
  EspPhaseCompleted: "everything that is waited for is there",
  EspFailed: "something that is waited for fails",
}

const isKnown = (event: string): event is Known => Object.hasOwn(WORDS, event)

const happens = ({ after, event }: Transition): string => {
  if (event === "done") return "all of it is done"
  if (event === "at once") return "nothing has to happen"
  if (after !== null && event === "timeout") return `nothing of this happens within ${writtenDuration(after)}`
  if (after !== null) return `that takes longer than ${writtenDuration(after)}`
  return isKnown(event) ? WORDS[event] : (PAGE[event] ?? `the signal "${event}" comes`)
}

/** When a transition is taken, in words: `the device is connected to a network, and the network is "wifi"`. */
export const whenTaken = (way: Transition): string =>
  way.when === null ? happens(way) : `${happens(way)}, and ${conditionWords(way.when)}`

/** What an event of the service is, in words. */
export const eventWords = (event: string): string => (isKnown(event) ? WORDS[event] : (PAGE[event] ?? ""))
