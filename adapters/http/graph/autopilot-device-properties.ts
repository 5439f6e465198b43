import { beta, both, date, oneOf, oneOfMore, type PropertyTable, text } from "./properties.ts"

/** Source: Microsoft Graph metadata, windowsAutopilotDeviceIdentity. `assignedUnkownSyncState` is spelt so there. */
export const autopilotDeviceProperties: PropertyTable = {
  deploymentProfileAssignmentStatus: beta(
    oneOf(
      "unknown",
      "assignedInSync",
      "assignedOutOfSync",
      "assignedUnkownSyncState",
      "notAssigned",
      "pending",
      "failed",
    ),
  ),
  deploymentProfileAssignmentDetailedStatus: beta(
    oneOf(
      "none",
      "hardwareRequirementsNotMet",
      "surfaceHubProfileNotSupported",
      "holoLensProfileNotSupported",
      "windowsPcProfileNotSupported",
      "surfaceHub2SProfileNotSupported",
    ),
  ),
  deploymentProfileAssignedDateTime: beta(date),
  groupTag: both(text),
  purchaseOrderIdentifier: both(text),
  serialNumber: both(text),
  productKey: both(text),
  manufacturer: both(text),
  model: both(text),
  enrollmentState: both(
    oneOfMore(oneOf("unknown", "enrolled", "pendingReset", "failed", "notContacted"), "blocked"),
  ),
  lastContactedDateTime: both(date),
  addressableUserName: both(text),
  userPrincipalName: both(text),
  resourceName: both(text),
  skuNumber: both(text),
  systemFamily: both(text),
  azureActiveDirectoryDeviceId: both(text),
  azureAdDeviceId: beta(text),
  managedDeviceId: both(text),
  displayName: both(text),
  deviceAccountUpn: beta(text),
  deviceAccountPassword: beta(text),
  deviceFriendlyName: beta(text),
  remediationState: beta(
    oneOf("unknown", "noRemediationRequired", "automaticRemediationRequired", "manualRemediationRequired"),
  ),
  remediationStateLastModifiedDateTime: beta(date),
  userlessEnrollmentStatus: beta(oneOf("unknown", "allowed", "blocked")),
}
