import type { AutopilotDevice } from "#projections/autopilot-devices"
import type { DeploymentAttempt } from "#projections/autopilot-events"
import type { ManagedDevice } from "#projections/managed-devices"
import type { Paint, Style } from "./colour.ts"
import { machineName } from "./machine-name.ts"
import { duration, utc } from "./moment.ts"
import { remediationStateSays } from "./remediation.ts"
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
  { title: "Serial number", text: ({ identity }) => identity.serialNumber, narrow: "whole" },
  { title: "Model", text: ({ identity }) => machineName(identity), leave: 4 },
  { title: "Group tag", text: ({ identity }) => identity.groupTag ?? "-" },
  { title: "Profile", text: ({ profile }) => versioned(profile) },
  {
    title: "Enrolment",
    text: ({ identity }) => identity.enrollmentState,
    paint: ({ identity }, style) => byState(identity.enrollmentState)(style),
  },
  {
    title: "Hardware",
    text: ({ identity }) => remediationStateSays(identity.remediationState),
    leave: 5,
    paint: (_device, style) => style.warn,
  },
  { title: "Meant for", text: ({ identity }) => identity.userPrincipalName ?? "-", leave: 2 },
  { title: "Last contact (UTC)", text: ({ identity }) => utc(identity.lastContactedDateTime), leave: 3 },
  { title: "Id", text: ({ identity }) => identity.id, narrow: "whole", leave: 1 },
]

/** The Intune devices for people. */
export const managedColumns: ReadonlyArray<Column<ManagedDevice>> = [
  { title: "Device", text: ({ record }) => record.deviceName },
  { title: "Serial number", text: ({ record }) => record.serialNumber, narrow: "whole" },
  { title: "User", text: ({ record }) => record.userPrincipalName ?? "-" },
  { title: "Enrolled (UTC)", text: ({ record }) => utc(record.enrolledDateTime), leave: 3 },
  { title: "Windows", text: ({ record }) => record.osVersion ?? "-", leave: 1 },
  { title: "Profile", text: ({ record }) => record.enrollmentProfileName ?? "-", leave: 2 },
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
  { title: "Serial number", text: ({ event }) => event.deviceSerialNumber ?? "-", narrow: "whole" },
  {
    title: "Attempt",
    text: ({ attempt, part }) => (part === "whole" ? `${attempt}` : `${attempt} ${part}`),
    leave: 6,
  },
  { title: "Profile", text: ({ profile }) => versioned(profile), leave: 7 },
  { title: "User", text: ({ event }) => event.userPrincipalName ?? "-", leave: 5 },
  { title: "First verdict", text: ({ firstVerdict }) => firstVerdict ?? "-", leave: 8 },
  {
    title: "Deployment",
    text: ({ event }) => event.deploymentState,
    narrow: "whole",
    paint: ({ event }, style) => byState(event.deploymentState)(style),
  },
  { title: "Device setup", text: ({ event }) => event.deviceSetupStatus, leave: 2 },
  { title: "Account setup", text: ({ event }) => event.accountSetupStatus, leave: 2 },
  { title: "Now at", text: present, leave: 4 },
  { title: "Took", text: ({ event }) => duration(event.deploymentDuration), leave: 1 },
  { title: "What failed", text: ({ event }) => event.enrollmentFailureDetails ?? "-", narrow: "wrap" },
]
