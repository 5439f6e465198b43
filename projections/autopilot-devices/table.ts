import { table } from "#projections/runtime"

/**
 * One row a live registration. Columns that Graph knows carry its names; dates are null until they are set.
 * Source: Microsoft Graph, windowsAutopilotDeviceIdentity (beta).
 */
export const deviceTable = table(
  "autopilot_devices",
  {
    id: "text",
    tenantId: "text",
    /** Position of the registration: lists are in this order, so that a new device comes last. */
    listed: "text",
    registeredAt: "text",
    serialNumber: "text",
    /** The serial number in lower case, to find it by. */
    serialKey: "text",
    manufacturer: "text",
    model: "text",
    productKey: "text?",
    skuNumber: "text?",
    systemFamily: "text?",
    tpmVersion: "text?",
    groupTag: "text?",
    orderId: "text?",
    purchaseOrderIdentifier: "text?",
    displayName: "text?",
    userId: "text?",
    userPrincipalName: "text?",
    addressableUserName: "text?",
    enrollmentState: "text",
    lastContactedDateTime: "text?",
    azureActiveDirectoryDeviceId: "text?",
    managedDeviceId: "text?",
    profileId: "text?",
    profileName: "text?",
    profileVersion: "integer?",
    profileDigest: "text?",
    deploymentProfileAssignmentStatus: "text",
    deploymentProfileAssignmentDetailedStatus: "text",
    deploymentProfileAssignedDateTime: "text?",
    /** The profile that the device was given last. */
    deliveredProfileId: "text?",
    deliveredProfileName: "text?",
    deliveredProfileVersion: "integer?",
    /** The version of a profile that it holds since then: gone with a reset or a wipe. */
    heldProfile: "text?",
    hasTpm2: "integer",
    /** The profile that the device enrolled under. */
    enrolledProfileId: "text?",
    /** Whether its present attempt enrols by the TPM alone, which is allowed once. */
    enrolsByItself: "integer",
    remediationState: "text",
    remediationStateLastModifiedDateTime: "text?",
    userlessEnrollmentStatus: "text",
  },
  ["id"],
  [
    ["tenantId", "listed"],
    ["tenantId", "id"],
    ["tenantId", "serialKey"],
  ],
)

/** One row a device that has an Intune record, registered or not: a registration that begins anew finds it again. */
export const recordTable = table("autopilot_device_records", { id: "text", managedDeviceId: "text" }, ["id"])
