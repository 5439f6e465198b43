import { type Handlers, personalValue } from "#projections/runtime"
import { managedTable } from "./tables.ts"

/** Graph's words for whose device it is, and how such devices enrol and join. Source: Microsoft Graph, managedDevice. */
const ENROLLED_AS = {
  corporate: {
    managedDeviceOwnerType: "company",
    deviceEnrollmentType: "windowsAutoEnrollment",
    joinType: "azureADJoined",
  },
  personal: {
    managedDeviceOwnerType: "personal",
    deviceEnrollmentType: "userEnrollment",
    joinType: "azureADRegistered",
  },
} as const

/** Devices that enrolled without being registered. */
export const ordinary: Handlers = {
  DeviceEnrolledOrdinarily: (event) => {
    const { data, id, position, recordedAt, tenantId } = event
    return [
      managedTable.put({
        deviceId: id,
        id: data.managedDeviceId,
        tenantId,
        listed: position,
        attempt: 0,
        serialNumber: data.serialNumber,
        manufacturer: data.manufacturer,
        model: data.model,
        physicalMemoryInBytes: 0,
        ethernetMacAddress: null,
        wiFiMacAddress: null,
        enrollmentProfileName: null,
        osVersion: data.osVersion,
        userId: data.userId,
        userPrincipalName: personalValue(event, data.userId, "userPrincipalName"),
        userDisplayName: null,
        ...ENROLLED_AS[data.ownership],
        azureADDeviceId: null,
        deviceName: data.deviceName,
        enrolledDateTime: recordedAt,
        lastSyncDateTime: recordedAt,
        retries: 0,
        enrollmentStatusPageState: "notAttempted",
        autopilotEnrolled: 0,
        autopilotDeviceId: data.registeredAs,
      }),
    ]
  },
  HashReported: ({ id, recordedAt }) => [
    managedTable.change({ deviceId: id }, { lastSyncDateTime: recordedAt }),
  ],
  DeviceConverted: ({ data, id }) => [
    managedTable.change({ deviceId: id }, { autopilotDeviceId: data.deviceId }),
  ],
  OrdinaryEnrolmentEnded: ({ id }) => [managedTable.remove({ deviceId: id })],
}
