import { table } from "#projections/runtime"

/** One row a device that was ever registered or deployed by a file: what an attempt's row takes from it. */
export const registeredTable = table(
  "autopilot_event_devices",
  {
    deviceId: "text",
    tenantId: "text",
    serialNumber: "text",
    /** The serial number in lower case, to find it by. */
    serialKey: "text",
    registeredAt: "text",
    entraDeviceId: "text",
  },
  ["deviceId"],
  [["tenantId", "serialKey"]],
)

/**
 * One row a deployment attempt, and two for one that a technician began: what the technician did ends with the reseal and
 * stays as it is, the rest is the user's. Times that have not come are null.
 */
export const attemptTable = table(
  "autopilot_events",
  {
    id: "text",
    deviceId: "text",
    attempt: "integer",
    /** `whole`, `technician` or `user`. */
    part: "text",
    /** When the technician handed the device over: from then on this row is never written again. */
    resealedAt: "text?",
    tenantId: "text",
    /** Position of the attempt's start: lists are in this order. */
    listed: "text",
    deviceSerialNumber: "text?",
    deviceRegisteredDateTime: "text?",
    enrollmentType: "text",
    enrollmentState: "text",
    enrollmentStartDateTime: "text?",
    azureADDeviceId: "text",
    managedDeviceId: "text?",
    managedDeviceName: "text?",
    userId: "text?",
    userPrincipalName: "text?",
    osVersion: "text?",
    profileId: "text",
    profileName: "text",
    profileVersion: "integer",
    /** The Enrollment Status Page that was chosen for it; null for the section of the profile. */
    pageId: "text?",
    pageName: "text?",
    pageVersion: "integer?",
    startedAt: "text",
    /** When the last input counts as having happened; what was concluded from it counts from then. */
    lastAt: "text",
    lastEvent: "text",
    desktopAt: "text?",
    endedAt: "text?",
    phase: "text",
    waitingState: "text?",
    waitingUntil: "text?",
    devicePreparationStatus: "text",
    devicePreparationStartedAt: "text?",
    devicePreparationEndedAt: "text?",
    deviceSetupStatus: "text",
    deviceSetupStartedAt: "text?",
    deviceSetupEndedAt: "text?",
    accountSetupStatus: "text",
    accountSetupStartedAt: "text?",
    accountSetupEndedAt: "text?",
    deploymentState: "text",
    failureDetails: "text?",
    retries: "integer",
    continued: "integer",
    firstVerdict: "text?",
    firstVerdictAt: "text?",
    finalVerdict: "text?",
    /** How many apps, and how many policies, certificates and networks, the page tracks. */
    targetedAppCount: "integer",
    targetedPolicyCount: "integer",
  },
  ["deviceId", "attempt", "part"],
  [["tenantId", "listed"]],
)
