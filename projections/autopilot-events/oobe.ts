import { entraDeviceIdOf } from "#domain/device"
import { serialKeyOf } from "#domain/hardware"
import { type Handlers, NO_DATE, type ProjectedEvent, personalValue, write } from "#projections/runtime"
import { began, came } from "./attempt.ts"
import { attemptTable, registeredTable } from "./tables.ts"

/** A reason with its code, for the report: `the user has no Intune licence (0x80180018)`. */
export const withCode = (reason: string, code: string | null): string =>
  code === null ? reason : `${reason} (${code})`

/** ERROR_DCNOTFOUND as an HRESULT. */
const NO_CONTROLLER = "0x80070774"

const refused = (event: ProjectedEvent<"JoinRefused" | "EnrollmentRefused">) =>
  came(event, "enrollmentState = 'failed', failureDetails = ?", withCode(event.data.reason, event.data.code))

const serialOf = ({ serialNumber }: { readonly serialNumber: string }) => ({
  serialNumber,
  serialKey: serialKeyOf(serialNumber),
})

/** From the device's start to its enrolment. */
export const oobe: Handlers = {
  DeviceRegistered: ({ data, id, recordedAt, tenantId }) => [
    registeredTable.put({
      deviceId: id,
      tenantId,
      ...serialOf(data.hardware),
      registeredAt: recordedAt,
      entraDeviceId: entraDeviceIdOf(id, data.life),
    }),
  ],
  // A device that is not registered has an object in the directory once it has joined.
  OfflineProfilePresented: ({ data, id, tenantId }) => [
    registeredTable.put({
      deviceId: id,
      tenantId,
      ...serialOf(data.hardware),
      registeredAt: NO_DATE,
      entraDeviceId: entraDeviceIdOf(id, 0),
    }),
  ],
  HardwareRehashed: ({ data, id }) => [registeredTable.change({ deviceId: id }, serialOf(data.hardware))],
  DeploymentStarted: (event) => [began(event)],
  NetworkConnected: (event) => came(event),
  OobeAnswered: (event) => came(event),
  UserSignedIn: (event) => {
    const { userId } = event.data
    const name = personalValue(event, userId, "userPrincipalName")
    return came(
      event,
      "userId = ?, userPrincipalName = ?, failureDetails = iif(deploymentState = 'failure', failureDetails, NULL)",
      userId,
      name,
    )
  },
  SubjectErased: ({ data: { userId } }) => [attemptTable.change({ userId }, { userPrincipalName: null })],
  SignInRefused: (event) => {
    const { code, reason } = event.data
    return came(event, "failureDetails = ?", withCode(`sign-in refused: ${reason}`, code))
  },
  TermsAccepted: (event) => came(event),
  TermsDeclined: (event) => came(event, "failureDetails = ?", "the terms of use were declined"),
  TpmAttested: (event) => came(event),
  AttestationFailed: (event) =>
    came(
      event,
      "enrollmentState = 'failed', failureDetails = ?",
      withCode("TPM attestation failed", event.data.code),
    ),
  DeviceJoined: (event) =>
    came(
      event,
      "phase = 'enrollment', enrollmentStartDateTime = ?, azureADDeviceId = ?",
      event.recordedAt,
      event.data.entraDeviceId,
    ),
  DomainJoinReported: (event) =>
    event.data.state === "timedOut"
      ? came(event, "failureDetails = ?", withCode("the offline domain join timed out", event.data.code))
      : came(event),
  DomainControllerChecked: (event) =>
    event.data.result === "notReached"
      ? came(event, "failureDetails = ?", withCode("no domain controller was found", NO_CONTROLLER))
      : came(event),
  JoinRefused: refused,
  DeviceEnrolled: (event) =>
    came(
      event,
      "enrollmentState = 'enrolled', managedDeviceId = ?, managedDeviceName = ?, failureDetails = NULL",
      event.data.managedDeviceId,
      event.data.deviceName,
    ),
  EnrollmentRefused: refused,
  SignalReceived: (event) => came(event),
  WaitTimedOut: ({ data, ...event }) =>
    data.attempt === null
      ? []
      : came(
          { ...event, data: { attempt: data.attempt }, recordedAt: data.dueAt },
          "failureDetails = ?",
          data.reason,
        ),
}

/** Writes what a device's running attempt waits for: its stream's next deadline, told with each append. */
export const waits = (
  deviceId: string,
  wakeAt: { readonly state: string; readonly dueAt: string } | null,
) => [
  write(
    "UPDATE {autopilot_events} SET waitingState = ?, waitingUntil = ? WHERE deviceId = ? AND endedAt IS NULL",
    wakeAt?.state ?? null,
    wakeAt?.dueAt ?? null,
    deviceId,
  ),
]
