import { entraDeviceIdOf } from "#domain/device"
import { serialKeyOf } from "#domain/hardware"
import { type Handlers, type ProjectedEvent, personalValue, write } from "#projections/runtime"
import { settleAssignment, tpmOf } from "./assignment-status.ts"
import { deviceTable } from "./table.ts"

type Hardware = ProjectedEvent<"DeviceRegistered">["data"]["hardware"]

const hardwareOf = ({ family, manufacturer, model, serialNumber, sku, tpmVersion }: Hardware) => ({
  serialNumber,
  serialKey: serialKeyOf(serialNumber),
  manufacturer,
  model,
  skuNumber: sku,
  systemFamily: family,
  tpmVersion,
  ...tpmOf(tpmVersion),
})

const registered = ({ data, id, position, recordedAt, tenantId }: ProjectedEvent<"DeviceRegistered">) =>
  deviceTable.put({
    id,
    tenantId,
    listed: position,
    registeredAt: recordedAt,
    ...hardwareOf(data.hardware),
    productKey: data.productKey ?? data.hardware.productKeyId,
    groupTag: data.groupTag,
    orderId: data.orderId,
    purchaseOrderIdentifier: data.purchaseOrder,
    displayName: null,
    userId: null,
    userPrincipalName: null,
    addressableUserName: null,
    enrollmentState: "notContacted",
    lastContactedDateTime: null,
    // The directory object is there from the registration on.
    azureActiveDirectoryDeviceId: entraDeviceIdOf(id, data.life),
    managedDeviceId: null,
    profileId: null,
    profileName: null,
    profileVersion: null,
    profileDigest: null,
    // Until the rules of assignment have weighed it.
    deploymentProfileAssignmentStatus: "pending",
    deploymentProfileAssignmentDetailedStatus: "none",
    deploymentProfileAssignedDateTime: null,
    deliveredProfileId: null,
    deliveredProfileName: null,
    deliveredProfileVersion: null,
    heldProfile: null,
    enrolledProfileId: null,
    enrolsByItself: 0,
    remediationState: "noRemediationRequired",
    remediationStateLastModifiedDateTime: null,
    userlessEnrollmentStatus: "unknown",
  })

/** What registration and administration write: a device comes into the list, changes, and leaves it. */
export const registration: Handlers = {
  DeviceRegistered: (event) => [
    registered(event),
    write(
      `UPDATE {autopilot_devices} SET enrollmentState = 'enrolled',
         managedDeviceId = (SELECT managedDeviceId FROM {autopilot_device_records} r WHERE r.id = ?1)
       WHERE id = ?1 AND EXISTS (SELECT 1 FROM {autopilot_device_records} r WHERE r.id = ?1)`,
      event.id,
    ),
  ],
  TenantAssociated: ({ data, id }) => [
    // Nearly always it is the tenant that registered it: its places in the indexes are not written again.
    write("UPDATE {autopilot_devices} SET tenantId = ?1 WHERE id = ?2 AND tenantId <> ?1", data.tenantId, id),
  ],
  HardwareRehashed: ({ data, id }) => [
    deviceTable.change({ id }, hardwareOf(data.hardware)),
    settleAssignment(id),
  ],
  RemediationRequired: ({ data, id, recordedAt }) => [
    deviceTable.change(
      { id },
      {
        // Since June 2024 the service mends nothing by itself, unless a tenant lets it.
        remediationState: `${data.handling ?? "manual"}RemediationRequired`,
        remediationStateLastModifiedDateTime: recordedAt,
      },
    ),
  ],
  RemediationResolved: ({ id, recordedAt }) => [
    deviceTable.change(
      { id },
      { remediationState: "noRemediationRequired", remediationStateLastModifiedDateTime: recordedAt },
    ),
  ],
  GroupTagChanged: ({ data, id }) => [deviceTable.change({ id }, { groupTag: data.after })],
  OrderChanged: ({ data, id }) => {
    const { orderId, purchaseOrder } = data.after
    return [deviceTable.change({ id }, { orderId, purchaseOrderIdentifier: purchaseOrder })]
  },
  UserAssigned: (event) => {
    const { userId } = event.data
    const userPrincipalName = personalValue(event, userId, "userPrincipalName")
    const addressableUserName = personalValue(event, userId, "addressableUserName")
    return [deviceTable.change({ id: event.id }, { userId, userPrincipalName, addressableUserName })]
  },
  UserUnassigned: ({ id }) => [
    deviceTable.change({ id }, { userId: null, userPrincipalName: null, addressableUserName: null }),
  ],
  SubjectErased: ({ data: { userId } }) => [
    deviceTable.change({ userId }, { userPrincipalName: null, addressableUserName: null }),
  ],
  DeviceNamed: ({ data, id }) => [deviceTable.change({ id }, { displayName: data.after })],
  NextEnrollmentAllowed: ({ id }) => [deviceTable.change({ id }, { userlessEnrollmentStatus: "allowed" })],
  DeviceDeregistered: ({ id }) => [deviceTable.remove({ id })],
}
