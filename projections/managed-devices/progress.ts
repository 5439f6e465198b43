import { type Scenario, usesDeviceToken } from "#domain/deployment"
import { offlineProfileName } from "#domain/device"
import { flag, type Handlers, type ProjectedEvent, personalValue, write } from "#projections/runtime"
import { managedTable, progressTable } from "./tables.ts"

const GIB = 1024 ** 3

type Hardware = ProjectedEvent<"DeviceRegistered">["data"]["hardware"]

/** What a network adapter is for. Source: NDIS_PHYSICAL_MEDIUM: 1 wireless LAN, 9 native 802.11, 14 Ethernet. */
const ETHERNET = [14]
const WIFI = [1, 9]

const macOf = ({ adapters }: Hardware, media: ReadonlyArray<number>): string | null =>
  adapters.find(({ medium }) => media.includes(medium))?.mac ?? null

const hardwareOf = (hardware: Hardware) => ({
  serialNumber: hardware.serialNumber,
  manufacturer: hardware.manufacturer,
  model: hardware.model,
  physicalMemoryInBytes: (hardware.memoryGiB ?? 0) * GIB,
  ethernetMacAddress: macOf(hardware, ETHERNET),
  wiFiMacAddress: macOf(hardware, WIFI),
})

/** What an attempt has not come to yet. */
const nothingYet = {
  attested: 0,
  connected: 0,
  answered: 0,
  licensed: 0,
  userId: null,
  userPrincipalName: null,
  userDisplayName: null,
  joinType: null,
  azureADDeviceId: null,
  managedDeviceId: null,
  deviceName: null,
  enrolledDateTime: null,
  retries: 0,
  enrollmentStatusPageState: "notAttempted",
} as const

/**
 * Lets a device into the list if it is registered, has been through every step of OOBE, and a licensed user signed in,
 * or if it enrolled by its own TPM, without a user.
 * The date of the entry is that of the enrolment itself.
 */
const admit = (deviceId: string, position: string, recordedAt: string) =>
  write(
    `INSERT OR REPLACE INTO {managed_devices}
       (deviceId, id, tenantId, listed, attempt, serialNumber, manufacturer, model, physicalMemoryInBytes,
        ethernetMacAddress, wiFiMacAddress, enrollmentProfileName, osVersion, userId, userPrincipalName,
        userDisplayName, deviceEnrollmentType, joinType, azureADDeviceId, deviceName, enrolledDateTime,
        lastSyncDateTime, retries, enrollmentStatusPageState, autopilotEnrolled, managedDeviceOwnerType,
        autopilotDeviceId)
     SELECT deviceId, managedDeviceId, tenantId, ?, attempt, serialNumber, manufacturer, model,
        physicalMemoryInBytes, ethernetMacAddress, wiFiMacAddress, enrollmentProfileName, osVersion, userId,
        userPrincipalName, userDisplayName, deviceEnrollmentType, joinType, azureADDeviceId, deviceName,
        enrolledDateTime, ?, retries, enrollmentStatusPageState, 1, 'company', deviceId
     FROM {managed_progress} p
     WHERE deviceId = ? AND connected AND iif(byItself, attested, answered AND licensed) AND joinType IS NOT NULL
       AND managedDeviceId IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM {managed_devices} m WHERE m.deviceId = p.deviceId AND m.attempt = p.attempt)`,
    position,
    recordedAt,
    deviceId,
  )

/** A device that was in the list before it was registered is there once, by its newer enrolment. */
const renew = (deviceId: string) =>
  write(
    `DELETE FROM {managed_devices} WHERE autopilotDeviceId = ?1 AND deviceId <> ?1
       AND EXISTS (SELECT 1 FROM {managed_devices} WHERE deviceId = ?1)`,
    deviceId,
  )

/** A device that came in without a user gets the first one who signs in. */
const firstUser = (
  { data, id }: ProjectedEvent<"UserSignedIn">,
  user: {
    readonly userId: string
    readonly userPrincipalName: string | null
    readonly userDisplayName: string | null
  },
) => managedTable.change({ deviceId: id, attempt: data.attempt, userId: null }, user)

const enrolmentOf = (scenario: Scenario) => ({
  byItself: flag(usesDeviceToken(scenario)),
  deviceEnrollmentType: usesDeviceToken(scenario)
    ? "windowsAzureADJoinUsingDeviceAuth"
    : "windowsAzureADJoin",
})

type Progress = Parameters<typeof progressTable.change>[1]

const came = (
  {
    id,
    position,
    recordedAt,
  }: { readonly id: string; readonly position: string; readonly recordedAt: string },
  progress: Progress,
) => [progressTable.change({ deviceId: id }, progress), admit(id, position, recordedAt), renew(id)]

/** The way of a device into Intune: what each step of its attempt adds. */
export const progress: Handlers = {
  DeviceRegistered: ({ data, id, tenantId }) => [
    progressTable.put({
      deviceId: id,
      tenantId,
      ...hardwareOf(data.hardware),
      attempt: 0,
      deviceEnrollmentType: "windowsAzureADJoin",
      byItself: 0,
      enrollmentProfileName: null,
      osVersion: null,
      ...nothingYet,
    }),
  ],
  OfflineProfilePresented: ({ data, id }) => [
    progressTable.put({
      deviceId: id,
      tenantId: data.tenantId,
      ...hardwareOf(data.hardware),
      attempt: 0,
      deviceEnrollmentType: "windowsAzureADJoin",
      byItself: 0,
      enrollmentProfileName: null,
      osVersion: null,
      ...nothingYet,
    }),
  ],
  TenantAssociated: ({ data, id }) => [progressTable.change({ deviceId: id }, { tenantId: data.tenantId })],
  HardwareRehashed: ({ data, id }) => [progressTable.change({ deviceId: id }, hardwareOf(data.hardware))],
  // Whoever is no longer registered does not come in; whoever is in stays.
  DeviceDeregistered: ({ id }) => [progressTable.remove({ deviceId: id })],
  DeploymentStarted: ({ data, id }) => [
    progressTable.change(
      { deviceId: id },
      {
        attempt: data.attempt,
        enrollmentProfileName:
          data.offline?.applied === true ? offlineProfileName(data.offline.correlationId) : data.profile.name,
        osVersion: data.osBuild,
        ...enrolmentOf(data.scenario),
        ...nothingYet,
      },
    ),
  ],
  NetworkConnected: (event) => came(event, { connected: 1 }),
  OobeAnswered: (event) => came(event, { answered: 1 }),
  UserSignedIn: (event) => {
    const { licensed, userId } = event.data
    const userPrincipalName = personalValue(event, userId, "userPrincipalName")
    const userDisplayName = personalValue(event, userId, "displayName")
    const user = { userId, userPrincipalName, userDisplayName }
    return [...came(event, { licensed: flag(licensed), ...user }), firstUser(event, user)]
  },
  SubjectErased: ({ data: { userId } }) =>
    [progressTable, managedTable].map((table) =>
      table.change({ userId }, { userPrincipalName: null, userDisplayName: null }),
    ),
  TpmAttested: (event) => came(event, { attested: 1 }),
  DeviceJoined: (event) =>
    came(event, {
      joinType: event.data.join === "hybrid" ? "hybridAzureADJoined" : "azureADJoined",
      azureADDeviceId: event.data.entraDeviceId,
    }),
  DeviceEnrolled: (event) =>
    came(event, {
      managedDeviceId: event.data.managedDeviceId,
      deviceName: event.data.deviceName,
      enrolledDateTime: event.recordedAt,
    }),
}
