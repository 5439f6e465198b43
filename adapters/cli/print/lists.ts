import type { AutopilotDevice } from "#projections/autopilot-devices"
import type { DeploymentAttempt } from "#projections/autopilot-events"
import type { ManagedDevice } from "#projections/managed-devices"
import type { Paint, Style } from "./colour.ts"
import { machineName } from "./machine-name.ts"
import { duration, moment } from "./moment.ts"
import type { Column } from "./table.ts"

const GOOD = ["success", "successOnRetry", "enrolled", "completed"]
const BAD = ["failure", "failed", "blocked"]

/** Paints a state by what it means. */
const byState =
  (state: string) =>
  (style: Style): Paint => {
    if (GOOD.includes(state)) return style.good
    return BAD.includes(state) ? style.bad : style.warn
  }

const versioned = (profile: { readonly name: string; readonly version: number } | null): string =>
  profile === null ? "-" : `${profile.name} v${profile.version}`

/** The Windows Autopilot devices for people. */
export const deviceColumns: ReadonlyArray<Column<AutopilotDevice>> = [
  { title: "Serial number", text: ({ identity }) => identity.serialNumber },
  { title: "Model", text: ({ identity }) => machineName(identity) },
  { title: "Group tag", text: ({ identity }) => identity.groupTag ?? "-" },
  { title: "Profile", text: ({ profile }) => versioned(profile) },
  {
    title: "Enrolment",
    text: ({ identity }) => identity.enrollmentState,
    paint: ({ identity }, style) => byState(identity.enrollmentState)(style),
  },
  { title: "User", text: ({ identity }) => identity.userPrincipalName ?? "-" },
  { title: "Last contact", text: ({ identity }) => moment(identity.lastContactedDateTime) },
  { title: "Id", text: ({ identity }) => identity.id, whole: true },
]

/** The Intune devices for people. */
export const managedColumns: ReadonlyArray<Column<ManagedDevice>> = [
  { title: "Device", text: ({ record }) => record.deviceName },
  { title: "Serial number", text: ({ record }) => record.serialNumber },
  { title: "User", text: ({ record }) => record.userPrincipalName ?? "-" },
  { title: "Enrolled", text: ({ record }) => moment(record.enrolledDateTime) },
  { title: "Windows", text: ({ record }) => record.osVersion ?? "-" },
  { title: "Profile", text: ({ record }) => record.enrollmentProfileName ?? "-" },
  {
    title: "Setup page",
    text: ({ enrollmentStatusPageState }) => enrollmentStatusPageState,
    paint: ({ enrollmentStatusPageState }, style) => byState(enrollmentStatusPageState)(style),
  },
]

/** Where a running attempt waits: the state of its statechart. */
const present = ({ phase, waitingState }: DeploymentAttempt): string =>
  phase === "ended" ? "-" : (waitingState?.replace(/^attempt\./, "") ?? phase)

/** The deployments for people. */
export const deploymentColumns: ReadonlyArray<Column<DeploymentAttempt>> = [
  { title: "Serial number", text: ({ event }) => event.deviceSerialNumber ?? "-" },
  { title: "Attempt", text: ({ attempt }) => String(attempt) },
  { title: "Profile", text: ({ profile }) => versioned(profile) },
  { title: "User", text: ({ event }) => event.userPrincipalName ?? "-" },
  {
    title: "Deployment",
    text: ({ event }) => event.deploymentState,
    paint: ({ event }, style) => byState(event.deploymentState)(style),
  },
  { title: "Device setup", text: ({ event }) => event.deviceSetupStatus },
  { title: "Account setup", text: ({ event }) => event.accountSetupStatus },
  { title: "Now at", text: present },
  { title: "First verdict", text: ({ firstVerdict }) => firstVerdict ?? "-" },
  { title: "Took", text: ({ event }) => duration(event.deploymentDuration) },
  { title: "What failed", text: ({ event }) => event.enrollmentFailureDetails ?? "-" },
]
