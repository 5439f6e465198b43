import { table } from "#projections/runtime"

/** One row a registered device: how far its running attempt has come on the way into Intune. */
export const progressTable = table(
  "managed_progress",
  {
    deviceId: "text",
    tenantId: "text",
    serialNumber: "text",
    manufacturer: "text",
    model: "text",
    physicalMemoryInBytes: "integer",
    ethernetMacAddress: "text?",
    wiFiMacAddress: "text?",
    attempt: "integer",
    enrollmentProfileName: "text?",
    osVersion: "text?",
    deviceEnrollmentType: "text",
    /** Whether it enrols by its TPM, without a user. */
    byItself: "integer",
    attested: "integer",
    connected: "integer",
    answered: "integer",
    licensed: "integer",
    userId: "text?",
    userPrincipalName: "text?",
    userDisplayName: "text?",
    joinType: "text?",
    azureADDeviceId: "text?",
    managedDeviceId: "text?",
    deviceName: "text?",
    enrolledDateTime: "text?",
    retries: "integer",
    enrollmentStatusPageState: "text",
  },
  ["deviceId"],
)

/**
 * One row a device under management, with the names of Graph's managedDevice. `deviceId` is that of the registered
 * device, or of the enrolment of one that is not registered.
 */
export const managedTable = table(
  "managed_devices",
  {
    deviceId: "text",
    id: "text",
    tenantId: "text",
    /** Position of the enrolment: lists are in this order. */
    listed: "text",
    attempt: "integer",
    serialNumber: "text",
    manufacturer: "text",
    model: "text",
    physicalMemoryInBytes: "integer",
    ethernetMacAddress: "text?",
    wiFiMacAddress: "text?",
    enrollmentProfileName: "text?",
    osVersion: "text?",
    userId: "text?",
    userPrincipalName: "text?",
    userDisplayName: "text?",
    deviceEnrollmentType: "text",
    joinType: "text",
    azureADDeviceId: "text?",
    deviceName: "text",
    enrolledDateTime: "text",
    lastSyncDateTime: "text",
    retries: "integer",
    enrollmentStatusPageState: "text",
    autopilotEnrolled: "integer",
    managedDeviceOwnerType: "text",
    /** Its registration; null for a device that enrolled without one. */
    autopilotDeviceId: "text?",
  },
  ["deviceId"],
  [["tenantId", "listed"], ["tenantId", "serialNumber"], ["id"], ["autopilotDeviceId"]],
)
