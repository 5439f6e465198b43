import { beta, date, duration, oneOf, type PropertyTable, text } from "./properties.ts"

const deploymentState = oneOf(
  "unknown",
  "success",
  "inProgress",
  "failure",
  "successWithTimeout",
  "notAttempted",
  "disabled",
  "successOnRetry",
)

/** Source: Microsoft Graph beta metadata, deviceManagementAutopilotEvent; v1.0 does not have it. */
export const autopilotEventProperties: PropertyTable = {
  deviceId: beta(text),
  eventDateTime: beta(date),
  deviceRegisteredDateTime: beta(date),
  enrollmentStartDateTime: beta(date),
  enrollmentType: beta(
    oneOf(
      "unknown",
      "azureADJoinedWithAutopilotProfile",
      "offlineDomainJoined",
      "azureADJoinedUsingDeviceAuthWithAutopilotProfile",
      "azureADJoinedUsingDeviceAuthWithoutAutopilotProfile",
      "azureADJoinedWithOfflineAutopilotProfile",
      "azureADJoinedWithWhiteGlove",
      "offlineDomainJoinedWithWhiteGlove",
      "offlineDomainJoinedWithOfflineAutopilotProfile",
    ),
  ),
  deviceSerialNumber: beta(text),
  managedDeviceName: beta(text),
  userId: beta(text),
  userPrincipalName: beta(text),
  windowsAutopilotDeploymentProfileDisplayName: beta(text),
  enrollmentState: beta(oneOf("unknown", "enrolled", "pendingReset", "failed", "notContacted", "blocked")),
  windows10EnrollmentCompletionPageConfigurationDisplayName: beta(text),
  windows10EnrollmentCompletionPageConfigurationId: beta(text),
  deploymentState: beta(deploymentState),
  deviceSetupStatus: beta(deploymentState),
  accountSetupStatus: beta(deploymentState),
  osVersion: beta(text),
  deploymentDuration: beta(duration),
  deploymentTotalDuration: beta(duration),
  deviceSetupDuration: beta(duration),
  accountSetupDuration: beta(duration),
  deploymentStartDateTime: beta(date),
  deploymentEndDateTime: beta(date),
  enrollmentFailureDetails: beta(text),
}
