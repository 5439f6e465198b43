import { personalValue, projection, table } from "#projections/runtime"

/** One row a group of a tenant. */
export const groupTable = table(
  "directory_groups",
  {
    tenantId: "text",
    id: "text",
    name: "text",
    description: "text",
    /** As Microsoft Entra writes it; null where members are added one by one. */
    membershipRule: "text?",
    createdDateTime: "text",
  },
  ["tenantId", "id"],
)

/** One row a device or a person who was added to a group. */
const memberTable = table(
  "group_members",
  {
    groupId: "text",
    memberId: "text",
    tenantId: "text",
    memberKind: "text",
    /** The person's name; null for a device, and for a person who was erased. */
    userPrincipalName: "text?",
    since: "text",
  },
  ["tenantId", "groupId", "memberId"],
  [["memberId"]],
)

/** The groups of every tenant, and who was added to them. */
export const groups = projection({
  name: "groups",
  version: 1,
  tables: [groupTable, memberTable],
  on: {
    GroupCreated: ({ data: { description, groupId, membershipRule, name }, recordedAt, tenantId }) => [
      groupTable.put({
        tenantId,
        id: groupId,
        name,
        description,
        membershipRule,
        createdDateTime: recordedAt,
      }),
    ],
    DeviceAddedToGroup: ({ data: { groupId }, id: memberId, recordedAt: since, tenantId }) => [
      memberTable.put({ groupId, memberId, tenantId, memberKind: "device", userPrincipalName: null, since }),
    ],
    DeviceRemovedFromGroup: ({ data: { groupId }, id: memberId }) => [
      memberTable.remove({ groupId, memberId }),
    ],
    // A new life begins in no group.
    DeviceRegistered: ({ id: memberId }) => [memberTable.remove({ memberId })],
    DeviceDeregistered: ({ id: memberId }) => [memberTable.remove({ memberId })],
    UserAddedToGroup: (event) => {
      const { groupId, userId } = event.data
      const userPrincipalName = personalValue(event, userId, "userPrincipalName")
      const { recordedAt: since, tenantId } = event
      return [
        memberTable.put({
          groupId,
          memberId: userId,
          tenantId,
          memberKind: "user",
          userPrincipalName,
          since,
        }),
      ]
    },
    UserRemovedFromGroup: ({ data: { groupId, userId: memberId }, tenantId }) => [
      memberTable.remove({ tenantId, groupId, memberId }),
    ],
    SubjectErased: ({ data: { userId: memberId } }) => [memberTable.remove({ memberId })],
  },
})
