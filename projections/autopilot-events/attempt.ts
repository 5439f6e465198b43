import type { Scenario } from "#domain/deployment"
import { deriveId } from "#domain/kernel"
import { type EventPlace, type ProjectedEvent, type SqlValue, type Write, write } from "#projections/runtime"

/** An event of an attempt. */
export interface OfAttempt extends Pick<EventPlace, "id" | "recordedAt"> {
  readonly type: string
  readonly data: { readonly attempt: number }
}

/** What Graph calls each way through setup. Source: Microsoft Graph, windowsAutopilotEnrollmentType. */
const ENROLLMENT_TYPES: { readonly [Name in Scenario]: string } = {
  "user-driven": "azureADJoinedWithAutopilotProfile",
  "user-driven-hybrid": "offlineDomainJoined",
  "self-deploying": "azureADJoinedUsingDeviceAuthWithAutopilotProfile",
  "pre-provisioned": "azureADJoinedWithWhiteGlove",
}

const enrollmentTypeOf = ({
  offline,
  scenario,
}: Pick<ProjectedEvent<"DeploymentStarted">["data"], "offline" | "scenario">) => {
  if (offline?.applied !== true) return ENROLLMENT_TYPES[scenario]
  return scenario === "user-driven-hybrid"
    ? "offlineDomainJoinedWithOfflineAutopilotProfile"
    : "azureADJoinedWithOfflineAutopilotProfile"
}

/** Begins an attempt's row. Numbered parameters, as some values come from the registration. */
export const began = ({
  data,
  id,
  position,
  recordedAt,
  tenantId,
}: ProjectedEvent<"DeploymentStarted">): Write =>
  write(
    `INSERT INTO {autopilot_events}
       (id, deviceId, attempt, tenantId, listed, enrollmentType, enrollmentState, osVersion, profileId,
        profileName, profileVersion, startedAt, lastAt, lastEvent, phase, devicePreparationStatus,
        deviceSetupStatus, accountSetupStatus, deploymentState, retries, continued, targetedAppCount,
        targetedPolicyCount, part, deviceSerialNumber, deviceRegisteredDateTime, azureADDeviceId)
     VALUES (?1, ?2, ?3, ?4, ?5, ?11, 'notContacted', ?6, ?7, ?8, ?9, ?10, ?10,
        'DeploymentStarted', 'outOfBoxExperience', 'notAttempted', 'notAttempted', 'notAttempted', 'inProgress', 0, 0, 0, 0, ?12,
        (SELECT serialNumber FROM {autopilot_event_devices} WHERE deviceId = ?2),
        (SELECT registeredAt FROM {autopilot_event_devices} WHERE deviceId = ?2),
        coalesce((SELECT entraDeviceId FROM {autopilot_event_devices} WHERE deviceId = ?2), ''))`,
    deriveId("autopilot event", id, `${data.attempt}`),
    id,
    data.attempt,
    tenantId,
    position,
    data.osBuild,
    data.profile.profileId,
    data.profile.name,
    data.profile.version,
    recordedAt,
    enrollmentTypeOf(data),
    data.scenario === "pre-provisioned" ? "technician" : "whole",
  )

const update = (event: OfAttempt, changes: string, parameters: ReadonlyArray<SqlValue>): Write =>
  write(
    `UPDATE {autopilot_events} SET ${changes} WHERE deviceId = ? AND attempt = ? AND resealedAt IS NULL`,
    ...parameters,
    event.id,
    event.data.attempt,
  )

/** A device that was handed over may lie in a box for months: its user's part begins with what comes first after that. */
const BEGINS = `startedAt = iif(lastEvent = 'DeviceResealed', ?, startedAt)`

/** What an input changes in its attempt's row, beside when and what came last. */
export const came = (
  event: OfAttempt,
  changes: string = "",
  ...parameters: ReadonlyArray<SqlValue>
): ReadonlyArray<Write> => [
  update(event, `${changes}${changes === "" ? "" : ", "}${BEGINS}, lastEvent = ?, lastAt = ?`, [
    ...parameters,
    event.recordedAt,
    event.type,
    event.recordedAt,
  ]),
]

/** What a conclusion changes in its attempt's row; it counts from the input that it was drawn from. */
export const concluded = (
  event: OfAttempt,
  changes: string,
  ...parameters: ReadonlyArray<SqlValue>
): ReadonlyArray<Write> => [update(event, `${changes}, lastEvent = ?`, [...parameters, event.type])]
