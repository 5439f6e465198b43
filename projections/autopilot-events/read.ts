import { Effect } from "effect"
import { serialKeyOf } from "#domain/hardware"
import { graphDate, type Page, ReadModels, type Row, shape } from "#projections/runtime"
import { durationBetween } from "./duration.ts"
import { attemptTable } from "./tables.ts"

type AttemptRow = Row<typeof attemptTable.columns>

const eventOf = (row: AttemptRow) => ({
  id: row.id,
  deviceId: row.azureADDeviceId,
  eventDateTime: row.startedAt,
  deviceRegisteredDateTime: graphDate(row.deviceRegisteredDateTime),
  enrollmentStartDateTime: graphDate(row.enrollmentStartDateTime),
  enrollmentType: row.enrollmentType,
  deviceSerialNumber: row.deviceSerialNumber,
  managedDeviceName: row.managedDeviceName,
  userId: row.userId,
  userPrincipalName: row.userPrincipalName,
  windowsAutopilotDeploymentProfileDisplayName: row.profileName,
  enrollmentState: row.enrollmentState,
  windows10EnrollmentCompletionPageConfigurationDisplayName: row.pageName ?? row.profileName,
  windows10EnrollmentCompletionPageConfigurationId: row.pageId ?? row.profileId,
  deploymentState: row.deploymentState,
  deviceSetupStatus: row.deviceSetupStatus,
  accountSetupStatus: row.accountSetupStatus,
  osVersion: row.osVersion,
  deploymentDuration: durationBetween(row.startedAt, row.endedAt),
  deploymentTotalDuration: durationBetween(row.startedAt, row.desktopAt),
  deviceSetupDuration: durationBetween(row.deviceSetupStartedAt, row.deviceSetupEndedAt),
  accountSetupDuration: durationBetween(row.accountSetupStartedAt, row.accountSetupEndedAt),
  deploymentStartDateTime: row.startedAt,
  deploymentEndDateTime: graphDate(row.endedAt),
  enrollmentFailureDetails: row.failureDetails,
})

/**
 * A deployment attempt in Graph's shape; its profile stands for the Enrollment Status Page where no page for itself was chosen.
 * Source: Microsoft Graph, deviceManagementAutopilotEvent (beta).
 */
export type AutopilotEvent = ReturnType<typeof eventOf>

/** What Flightlog knows of a deployment attempt beside Graph's properties. */
export interface DeploymentAttempt {
  readonly event: AutopilotEvent
  readonly tenantId: string
  /** Counts the attempts of the device, from 1. */
  readonly attempt: number
  readonly profile: { readonly id: string; readonly name: string; readonly version: number }
  /** The Enrollment Status Page that was chosen for it; null for the section of its profile. */
  readonly page: { readonly id: string; readonly name: string; readonly version: number } | null
  /** The id of the registration as a Windows Autopilot device; the event's own `deviceId` is that of the directory. */
  readonly autopilotDeviceId: string
  /** The whole attempt, or of one that a technician began the technician's part or the user's. */
  readonly part: string
  readonly managedDeviceId: string | null
  /** `outOfBoxExperience`, `enrollment`, a phase of the Enrollment Status Page, `desktop` or `ended`. */
  readonly phase: string
  readonly devicePreparationStatus: string
  readonly devicePreparationDuration: string
  /** What happened last, and since when nothing else has. */
  readonly lastEvent: string
  readonly waitingSince: string
  /** The state that it waits in and until when, where its workflow sets a limit. */
  readonly waitingState: string | null
  readonly waitingUntil: string | null
  /** How many apps, and how many policies, certificates and networks, its page tracks. */
  readonly targetedAppCount: number
  readonly targetedPolicyCount: number
  readonly retries: number
  /** Whether the user went on without what was required. */
  readonly continued: boolean
  /** What it was judged first, and what it came to in the end: a retry mends the second, never the first. */
  readonly firstVerdict: string | null
  readonly firstVerdictAt: string | null
  readonly finalVerdict: string | null
}

const pageOf = ({ pageId: id, pageName: name, pageVersion: version }: AttemptRow) =>
  id === null || name === null || version === null ? null : { id, name, version }

const attemptOf = (row: AttemptRow): DeploymentAttempt => ({
  event: eventOf(row),
  tenantId: row.tenantId,
  attempt: row.attempt,
  profile: { id: row.profileId, name: row.profileName, version: row.profileVersion },
  page: pageOf(row),
  autopilotDeviceId: row.deviceId,
  part: row.part,
  managedDeviceId: row.managedDeviceId,
  phase: row.phase,
  devicePreparationStatus: row.devicePreparationStatus,
  devicePreparationDuration: durationBetween(row.devicePreparationStartedAt, row.devicePreparationEndedAt),
  lastEvent: row.lastEvent,
  waitingSince: row.lastAt,
  waitingState: row.waitingState,
  waitingUntil: row.waitingUntil,
  targetedAppCount: row.targetedAppCount,
  targetedPolicyCount: row.targetedPolicyCount,
  retries: row.retries,
  continued: row.continued === 1,
  firstVerdict: row.firstVerdict,
  firstVerdictAt: row.firstVerdictAt,
  finalVerdict: row.finalVerdict,
})

/** A page of a tenant's deployment attempts, in the order they began. */
export const listDeployments = Effect.fnUntraced(function* (tenantId: string, { skip, top }: Page) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM autopilot_events WHERE tenantId = ? ORDER BY listed LIMIT ? OFFSET ?"
  return (yield* all(attemptTable, sql, tenantId, top, skip)).map(attemptOf)
})

const countRow = shape({ count: "integer" })

/** How many deployment attempts a tenant has seen. */
export const countDeployments = Effect.fnUntraced(function* (tenantId: string) {
  const { get } = yield* ReadModels
  const sql = "SELECT count(*) AS count FROM autopilot_events WHERE tenantId = ?"
  return (yield* get(countRow, sql, tenantId))?.count ?? 0
})

const runningRow = shape({
  deviceId: "text",
  deviceSerialNumber: "text?",
  attempt: "integer",
  profileName: "text",
  profileVersion: "integer",
})

/** A tenant's attempts that have not ended, the oldest first. */
export const runningAttempts = Effect.fnUntraced(function* (tenantId: string, limit: number) {
  const { all } = yield* ReadModels
  const sql = `SELECT deviceId, deviceSerialNumber, attempt, profileName, profileVersion FROM autopilot_events
    WHERE tenantId = ? AND endedAt IS NULL ORDER BY listed LIMIT ?`
  return (yield* all(runningRow, sql, tenantId, limit)).map((row) => ({
    deviceId: row.deviceId,
    serialNumber: row.deviceSerialNumber ?? "",
    attempt: row.attempt,
    profile: { name: row.profileName, version: row.profileVersion },
  }))
})

/** The deployment attempts of one device, the first one first. */
export const deploymentsOf = Effect.fnUntraced(function* (tenantId: string, deviceId: string) {
  const { all } = yield* ReadModels
  const sql = "SELECT * FROM autopilot_events WHERE deviceId = ? AND tenantId = ? ORDER BY attempt, listed"
  return (yield* all(attemptTable, sql, deviceId, tenantId)).map(attemptOf)
})

const deviceRow = shape({ deviceId: "text" })

/** The ids of all devices of a tenant that ever had a serial number: registered now, once, or deployed by a file only. */
export const everWithSerial = Effect.fnUntraced(function* (tenantId: string, serialNumber: string) {
  const { all } = yield* ReadModels
  const sql =
    "SELECT deviceId FROM autopilot_event_devices WHERE tenantId = ? AND serialKey = ? ORDER BY deviceId"
  return (yield* all(deviceRow, sql, tenantId, serialKeyOf(serialNumber))).map(({ deviceId }) => deviceId)
})
