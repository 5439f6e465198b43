import { Schema } from "effect"
import type { Assignment } from "#domain/profile"
import { maybe } from "./loose.ts"
import { type NotShared, unless } from "./not-shared.ts"

const TYPES = {
  group: "#microsoft.graph.groupAssignmentTarget",
  exclusion: "#microsoft.graph.exclusionGroupAssignmentTarget",
  allDevices: "#microsoft.graph.allDevicesAssignmentTarget",
} as const

/** Whom Graph assigns a profile or a page to: `{target: {"@odata.type": ..., groupId}}`. */
export const GraphAssignments = maybe(
  Schema.Array(
    Schema.Struct({ target: Schema.Struct({ "@odata.type": Schema.String, groupId: maybe(Schema.String) }) }),
  ),
)
type Targets = NonNullable<(typeof GraphAssignments)["Type"]>

const groupsOf = (targets: Targets, type: string): ReadonlyArray<string> =>
  targets.flatMap(({ target }) => (target["@odata.type"] === type ? (target.groupId ?? []) : []))

/** The `assign` section that assignments come to; nothing where there is none. */
export const assignOf = (targets: Targets) => {
  const groups = groupsOf(targets, TYPES.group)
  const excludeGroups = groupsOf(targets, TYPES.exclusion)
  const allDevices = targets.some(({ target }) => target["@odata.type"] === TYPES.allDevices)
  const assign = {
    ...(allDevices ? { allDevices } : {}),
    ...(groups.length === 0 ? {} : { groups }),
    ...(excludeGroups.length === 0 ? {} : { excludeGroups }),
  }
  return Object.keys(assign).length === 0 ? undefined : assign
}

const known: ReadonlyArray<string> = Object.values(TYPES)

/** Targets that the profile language has no word for, such as all licensed users. */
export const foreignTargets = (targets: Targets): ReadonlyArray<NotShared> =>
  targets
    .filter(({ target }) => !known.includes(target["@odata.type"]))
    .map(({ target }) => ({
      property: "assignments",
      value: target["@odata.type"],
      why: "The profile language assigns to devices and groups. Name a group that has these people.",
    }))

const target = (type: string, groupId?: string) => ({
  target: { "@odata.type": type, ...(groupId === undefined ? {} : { groupId }) },
})

/** Assignments as Graph answers them with `$expand=assignments`. */
export const assignmentsOf = ({
  allDevices,
  excludeGroups,
  groups,
}: Pick<Assignment, "allDevices" | "excludeGroups" | "groups">) => [
  ...(allDevices ? [target(TYPES.allDevices)] : []),
  ...groups.map((group) => target(TYPES.group, group)),
  ...excludeGroups.map((group) => target(TYPES.exclusion, group)),
]

/** Source: Microsoft Learn, Windows Autopilot enrollment: device groups by their physical ids. */
const dynamicGroup = (property: string, values: ReadonlyArray<string>, physicalId: string): NotShared => ({
  property: `assign.${property}`,
  value: values,
  why: `Graph assigns to groups. Make a dynamic device group: ${values
    .map((value) => `(device.devicePhysicalIds -any (_ -eq "[${physicalId}]:${value}"))`)
    .join(" or ")}`,
})

/** Rules of assignment that Graph has no word for, with the group that does the same. */
export const foreignRules = ({
  groupTags,
  orderIds,
  purchaseOrders,
  where,
}: Pick<Assignment, "groupTags" | "orderIds" | "purchaseOrders" | "where">): ReadonlyArray<NotShared> => [
  ...unless(groupTags.length === 0, dynamicGroup("groupTags", groupTags, "OrderID")),
  ...unless(orderIds.length === 0, dynamicGroup("orderIds", orderIds, "OrderID")),
  ...unless(purchaseOrders.length === 0, dynamicGroup("purchaseOrders", purchaseOrders, "PurchaseOrderId")),
  ...unless(where === null, {
    property: "assign.where",
    value: where,
    why: "Graph assigns to groups. Make a dynamic device group by a rule of the same meaning.",
  }),
]
