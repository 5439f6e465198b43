// What each plan of the simulator has to come to, written down from the plan's own words and from what Windows Autopilot
// does; nothing here is taken from the product.

/** What a plan comes to in the report, in the two lists, and in the device's history. */
export interface Expected {
  /** One verdict for each row of the deployments report, in the order they began. */
  readonly verdicts: ReadonlyArray<string>
  /** Codes of what failed, in the order of the rows; null where nothing did. */
  readonly codes: ReadonlyArray<string | null>
  readonly isManaged: boolean
  /** In the list of registered devices; null for a device that is not in it. */
  readonly enrollmentState: "enrolled" | "failed" | "notContacted" | "blocked" | null
  readonly history: ReadonlyArray<string>
}

const times = (count: number, type: string): ReadonlyArray<string> =>
  Array.from({ length: count }, () => type)

const registered = ["DeviceRegistered", "TenantAssociated", "ProfileAssigned"]
const switchedOn = ["DeploymentStarted", "ProfileDelivered"]
const atSignIn = ["NetworkConnected", "OobeAnswered", "UserSignedIn"]
const toEnrolment = [...atSignIn, "TermsAccepted", "DeviceJoined", "DeviceEnrolled"]
const byTpm = ["NetworkConnected", "TpmAttested", "DeviceJoined", "DeviceEnrolled"]
const reports = (count: number) => times(count, "EspItemReported")

/** A policy, a certificate and a network are reported once each, an app when it begins and when it is there. */
const phase = (apps: number) => ["EspPhaseStarted", ...reports(3 + 2 * apps), "EspPhaseCompleted"]
const preparation = phase(1)
const setup = phase(2)
const account = phase(1)
const devicePhases = [...preparation, ...setup]
const setupThatFails = ["EspPhaseStarted", ...reports(7), "EspFailed"]
const setupThatHangs = ["EspPhaseStarted", ...reports(6)]
const desktop = ["DesktopReleased", "DeploymentSucceeded"]
const toDesktop = [...devicePhases, ...account, ...desktop]
const failed = ["DeploymentFailed"]

const success = (history: ReadonlyArray<string>): Expected => ({
  verdicts: ["success"],
  codes: [null],
  isManaged: true,
  enrollmentState: "enrolled",
  history: [...registered, ...switchedOn, ...history],
})

const failure = (
  code: string | null,
  history: ReadonlyArray<string>,
  more: Partial<Pick<Expected, "isManaged" | "enrollmentState">> = {},
): Expected => ({
  verdicts: ["failure"],
  codes: [code],
  isManaged: false,
  enrollmentState: "failed",
  history: [...registered, ...switchedOn, ...history],
  ...more,
})

const enrolled = { enrollmentState: "enrolled" } as const
const inIntune = { isManaged: true, ...enrolled } as const
const inUse = [...toEnrolment, ...toDesktop]
const kioskInUse = [...byTpm, ...devicePhases, ...desktop]
const twoRows = { verdicts: ["success", "success"], codes: [null, null] } as const
const restartedAtTheEnd = [
  "DeviceRestarted",
  "EspPhaseCompleted",
  "NetworkConnected",
  "UserSignedIn",
  ...account,
  ...desktop,
]
const upToDomain = [...atSignIn, "TermsAccepted", "DeviceEnrolled", ...times(2, "DomainJoinReported")]

/** By the name of the plan. */
export const EXPECTED: { readonly [plan: string]: Expected } = {
  straight: success([...toEnrolment, ...toDesktop]),
  "app-retried": {
    ...success([
      ...toEnrolment,
      ...preparation,
      ...setupThatFails,
      "LogsCollected",
      "RetryChosen",
      "EspPhaseStarted",
      ...reports(2),
      "EspPhaseCompleted",
      ...account,
      ...desktop,
    ]),
    verdicts: ["successOnRetry"],
  },
  "page-timed-out": {
    ...success([
      ...toEnrolment,
      ...preparation,
      ...setupThatHangs,
      "EspTimedOut",
      "LogsCollected",
      "ContinueChosen",
      ...desktop,
    ]),
    verdicts: ["successWithTimeout"],
    codes: ["0x800705B4"],
  },
  "no-licence": failure("0x80180018", [
    ...atSignIn,
    "TermsAccepted",
    "DeviceJoined",
    "EnrollmentRefused",
    ...failed,
  ]),
  "wrong-tenant": {
    ...failure(null, ["NetworkConnected", "OobeAnswered", "SignInRefused"]),
    verdicts: ["inProgress"],
    enrollmentState: "notContacted",
  },
  "app-failed": failure(
    "0x87D1041C",
    [...toEnrolment, ...preparation, ...setupThatFails, "ContinueChosen", "DesktopReleased", ...failed],
    inIntune,
  ),
  restarted: success([
    ...toEnrolment,
    ...preparation,
    ...setupThatHangs,
    "DeviceRestarted",
    "NetworkConnected",
    "EspPhaseStarted",
    "EspItemReported",
    "EspPhaseCompleted",
    "UserSignedIn",
    ...account,
    ...desktop,
  ]),
  // Two apps ask for a restart: softly it is made once, when both are there; hard after each.
  "restarts-together": success([
    ...toEnrolment,
    ...preparation,
    "EspPhaseStarted",
    ...reports(7),
    ...restartedAtTheEnd,
  ]),
  "restarts-at-once": success([
    ...toEnrolment,
    ...preparation,
    "EspPhaseStarted",
    ...reports(5),
    "DeviceRestarted",
    ...reports(2),
    ...restartedAtTheEnd,
  ]),
  "terms-declined": success([
    ...atSignIn,
    "TermsDeclined",
    "UserSignedIn",
    "TermsAccepted",
    "DeviceJoined",
    "DeviceEnrolled",
    ...toDesktop,
  ]),
  reset: {
    ...success([
      ...toEnrolment,
      ...preparation,
      ...setupThatFails,
      "DeviceReset",
      ...failed,
      ...switchedOn,
      ...toEnrolment,
      ...toDesktop,
    ]),
    verdicts: ["failure", "success"],
    codes: ["0x87D1041C", null],
  },
  hybrid: success([
    ...upToDomain,
    "DeviceRestarted",
    "DomainControllerChecked",
    "DeviceJoined",
    ...devicePhases,
    "UserSignedIn",
    ...account,
    ...desktop,
  ]),
  "hybrid-no-controller": failure(
    "0x80070774",
    [...upToDomain, "DomainControllerChecked", ...failed],
    enrolled,
  ),
  "hybrid-no-connector": failure("0x80070774", [...upToDomain, ...failed], enrolled),
  "self-deploying": success([...byTpm, ...devicePhases, ...desktop]),
  "self-deploying-twice": {
    ...success([
      ...byTpm,
      ...devicePhases,
      ...desktop,
      ...switchedOn,
      ...byTpm.slice(0, 3),
      "EnrollmentRefused",
      ...failed,
      "NextEnrollmentAllowed",
      ...switchedOn,
      ...byTpm,
      ...devicePhases,
      ...desktop,
    ]),
    verdicts: ["success", "failure", "success"],
    codes: [null, "0x80180014", null],
  },
  "attestation-failed": failure("0x81039024", ["NetworkConnected", "AttestationFailed", ...failed]),
  "pre-provisioned": {
    ...success([...byTpm, ...devicePhases, "DeviceResealed", ...atSignIn, ...toDesktop]),
    // The technician's part and the user's each have a row.
    verdicts: ["success", "success"],
    codes: [null, null],
  },
  "technician-failed": failure(
    "0x87D1041C",
    [...byTpm, ...preparation, ...setupThatFails, "LogsCollected", "DeviceReset", ...failed],
    // Graph calls a device blocked that enrolled without a user and whose app failed.
    { isManaged: true, enrollmentState: "blocked" },
  ),
  existing: {
    ...success([]),
    enrollmentState: null,
    history: ["OfflineProfilePresented", "DeploymentStarted", ...toEnrolment, ...toDesktop],
  },
  // The enrolment stays: one attempt, one row, still managed.
  "autopilot-reset": success([...inUse, "AutopilotResetStarted", "AutopilotResetCompleted"]),
  "autopilot-reset-failed": success([...inUse, "AutopilotResetStarted", "AutopilotResetFailed"]),
  // The record ends and another one begins: two attempts.
  wiped: { ...success([...inUse, "IntuneRecordRemoved", ...switchedOn, ...inUse]), ...twoRows },
  "wiped-in-setup": {
    ...success([
      ...toEnrolment,
      ...preparation,
      "IntuneRecordRemoved",
      "DeviceReset",
      ...failed,
      ...switchedOn,
      ...inUse,
    ]),
    verdicts: ["failure", "success"],
    codes: [null, null],
  },
  "self-deploying-wiped": {
    ...success([...kioskInUse, "IntuneRecordRemoved", "NextEnrollmentAllowed", ...switchedOn, ...kioskInUse]),
    ...twoRows,
  },
  "pre-provisioning-forbidden": failure("0x80180005", ["NetworkConnected", "EnrollmentRefused", ...failed]),
}
