import { usesDeviceToken } from "#domain/deployment"
import { flag, type Handlers, type ProjectedEvent, write } from "#projections/runtime"
import { held, settleAssignment } from "./assignment-status.ts"
import { deviceTable, recordTable } from "./table.ts"

/**
 * An enrolled device whose desired profile is no longer the one it enrolled under waits for a reset.
 * Source: Microsoft Graph, enrollmentState: `pendingReset`.
 */
const settleEnrollment = (id: string) =>
  write(
    `UPDATE {autopilot_devices}
     SET enrollmentState = CASE WHEN profileId IS enrolledProfileId THEN 'enrolled' ELSE 'pendingReset' END
     WHERE id = ? AND enrollmentState IN ('enrolled', 'pendingReset')`,
    id,
  )

const assigned = ({ data: { profile }, id, recordedAt }: ProjectedEvent<"ProfileAssigned">) => [
  deviceTable.change(
    { id },
    {
      profileId: profile.profileId,
      profileName: profile.name,
      profileVersion: profile.version,
      profileDigest: profile.digest,
      deploymentProfileAssignedDateTime: recordedAt,
    },
  ),
  settleAssignment(id),
  settleEnrollment(id),
]

const unassigned = ({ id }: ProjectedEvent<"ProfileUnassigned">) => [
  deviceTable.change(
    { id },
    {
      profileId: null,
      profileName: null,
      profileVersion: null,
      profileDigest: null,
      deploymentProfileAssignmentStatus: "notAssigned",
      deploymentProfileAssignmentDetailedStatus: "none",
      deploymentProfileAssignedDateTime: null,
    },
  ),
]

const enrolled = ({ data, id, recordedAt }: ProjectedEvent<"DeviceEnrolled">) => [
  recordTable.put({ id, managedDeviceId: data.managedDeviceId }),
  deviceTable.change(
    { id },
    {
      managedDeviceId: data.managedDeviceId,
      enrollmentState: "enrolled",
      lastContactedDateTime: recordedAt,
    },
  ),
  write(
    `UPDATE {autopilot_devices} SET enrolledProfileId = deliveredProfileId,
       userlessEnrollmentStatus = iif(enrolsByItself, 'blocked', userlessEnrollmentStatus) WHERE id = ?`,
    id,
  ),
  settleEnrollment(id),
]

interface Reported {
  readonly id: string
  readonly recordedAt: string
}

const contacted = ({ id, recordedAt }: Reported) => [
  deviceTable.change({ id }, { lastContactedDateTime: recordedAt }),
]

const enrollmentFailed = ({ id, recordedAt }: Reported) => [
  deviceTable.change({ id }, { enrollmentState: "failed", lastContactedDateTime: recordedAt }),
]

/**
 * A device that enrolled by its own TPM and failed at an app may not be enrolled with a user.
 * Source: Microsoft Graph, enrollmentState: `blocked`.
 */
const appFailed = ({ data, id }: ProjectedEvent<"EspFailed">) =>
  data.category === "applications"
    ? [
        deviceTable.change(
          { id, enrolsByItself: 1, enrollmentState: "enrolled" },
          { enrollmentState: "blocked" },
        ),
      ]
    : []

/** What assignment and deployments write: the desired profile, the delivered one, contact and enrolment. */
export const deployment: Handlers = {
  ProfileAssigned: assigned,
  ProfileUnassigned: unassigned,
  ProfileDelivered: ({ data: { profile }, id }) => [
    deviceTable.change(
      { id },
      {
        deliveredProfileId: profile.profileId,
        deliveredProfileName: profile.name,
        deliveredProfileVersion: profile.version,
        ...held(profile),
      },
    ),
    settleAssignment(id),
  ],
  DeviceJoined: ({ data, id, recordedAt }) => [
    deviceTable.change(
      { id },
      { azureActiveDirectoryDeviceId: data.entraDeviceId, lastContactedDateTime: recordedAt },
    ),
  ],
  DeviceEnrolled: enrolled,
  JoinRefused: enrollmentFailed,
  EnrollmentRefused: enrollmentFailed,
  AttestationFailed: enrollmentFailed,
  EspFailed: appFailed,
  DeploymentSucceeded: ({ id }) => [
    deviceTable.change({ id, enrollmentState: "blocked" }, { enrollmentState: "enrolled" }),
    settleEnrollment(id),
  ],
  IntuneRecordRemoved: ({ id }) => [
    recordTable.remove({ id }),
    deviceTable.change(
      { id },
      { managedDeviceId: null, enrolledProfileId: null, enrollmentState: "notContacted", ...held(null) },
    ),
    settleAssignment(id),
    deviceTable.change({ id, userlessEnrollmentStatus: "blocked" }, { userlessEnrollmentStatus: "allowed" }),
  ],
  DeploymentStarted: ({ data, id, recordedAt }) => [
    deviceTable.change(
      { id },
      { enrolsByItself: flag(usesDeviceToken(data.scenario)), lastContactedDateTime: recordedAt },
    ),
  ],
  NetworkConnected: contacted,
  OobeAnswered: contacted,
  // Whoever enrolled by the TPM is not without a user any more.
  UserSignedIn: (event) => [deviceTable.change({ id: event.id }, { enrolsByItself: 0 }), ...contacted(event)],
  SignInRefused: contacted,
  TermsAccepted: contacted,
  TermsDeclined: contacted,
  DeviceRestarted: contacted,
  TpmAttested: contacted,
  DomainJoinReported: contacted,
  DomainControllerChecked: contacted,
  EspPhaseStarted: contacted,
  EspItemReported: contacted,
  RetryChosen: contacted,
  ContinueChosen: contacted,
  LogsCollected: contacted,
  DeviceResealed: contacted,
  DeviceReset: (event) => [
    deviceTable.change({ id: event.id }, held(null)),
    settleAssignment(event.id),
    ...contacted(event),
  ],
}
