import { Effect, Result } from "effect"
import { parseMembershipRule, ruleHolds } from "#domain/directory"
import { type Page, ReadModels, type Row, shape } from "#projections/runtime"
import { groupTable } from "./projection.ts"

/** A group as lists show it. */
export interface GroupEntry {
  readonly id: string
  readonly name: string
  readonly description: string
  /** As Microsoft Entra writes it; null where members are added one by one. */
  readonly membershipRule: string | null
  readonly createdDateTime: string
  readonly devices: number
  readonly users: number
}

/** A device or a person in a group. */
export interface GroupMember {
  readonly kind: "device" | "user"
  readonly id: string
  /** The serial number of a device, or the name of a person; null for a person who was erased. */
  readonly name: string | null
  /** When the member was added; null where the group's rule says that it is one. */
  readonly since: string | null
}

const memberRow = shape({ kind: "text", id: "text", name: "text?", since: "text?" })

const ruledRow = shape({
  id: "text",
  serialNumber: "text",
  groupTag: "text?",
  orderId: "text?",
  purchaseOrderIdentifier: "text?",
})

const asMember = ({ kind, ...row }: Row<typeof memberRow.columns>): GroupMember => ({
  kind: kind === "device" ? "device" : "user",
  ...row,
})

/** The registered devices that a rule makes members. */
const membersByRule = Effect.fnUntraced(function* (tenantId: string, membershipRule: string) {
  const { all } = yield* ReadModels
  const rule = Result.getOrElse(parseMembershipRule(membershipRule), () => [])
  const rows = yield* all(
    ruledRow,
    `SELECT id, serialNumber, groupTag, orderId, purchaseOrderIdentifier FROM autopilot_devices
     WHERE tenantId = ? ORDER BY serialNumber, id`,
    tenantId,
  )
  return rows.flatMap(
    ({ groupTag, id, orderId, purchaseOrderIdentifier, serialNumber }): ReadonlyArray<GroupMember> => {
      const facts = {
        groupTag: groupTag ?? "",
        orderId: orderId ?? "",
        purchaseOrder: purchaseOrderIdentifier ?? "",
      }
      return ruleHolds(rule, facts) ? [{ kind: "device", id, name: serialNumber, since: null }] : []
    },
  )
})

/** SQLite takes a negative limit for none. */
const EVERYONE: Page = { skip: 0, top: -1 }

/** Who is in a group: devices by their serial numbers, then people by their names; all of them, or one page. */
export const membersOf = Effect.fnUntraced(function* (
  tenantId: string,
  { id, membershipRule }: Pick<GroupEntry, "id" | "membershipRule">,
  page?: Page,
) {
  if (membershipRule !== null) {
    const ruled = yield* membersByRule(tenantId, membershipRule)
    return page === undefined ? ruled : ruled.slice(page.skip, page.skip + page.top)
  }
  const { skip, top } = page ?? EVERYONE
  const { all } = yield* ReadModels
  const rows = yield* all(
    memberRow,
    `SELECT m.memberKind AS kind, m.memberId AS id, coalesce(d.serialNumber, m.userPrincipalName) AS name, m.since
     FROM group_members m LEFT JOIN autopilot_devices d ON d.id = m.memberId
     WHERE m.tenantId = ? AND m.groupId = ? ORDER BY m.memberKind, name, m.memberId LIMIT ? OFFSET ?`,
    tenantId,
    id,
    top,
    skip,
  )
  return rows.map(asMember)
})

const entryRow = shape({ ...groupTable.columns, devices: "integer", users: "integer" })

const counted = Effect.fnUntraced(function* ({ tenantId, ...group }: Row<typeof entryRow.columns>) {
  if (group.membershipRule === null) return group satisfies GroupEntry
  const devices = (yield* membersByRule(tenantId, group.membershipRule)).length
  return { ...group, devices } satisfies GroupEntry
})

const ENTRIES = `SELECT g.*,
    (SELECT count(*) FROM group_members m
       WHERE m.tenantId = g.tenantId AND m.groupId = g.id AND m.memberKind = 'device') AS devices,
    (SELECT count(*) FROM group_members m
       WHERE m.tenantId = g.tenantId AND m.groupId = g.id AND m.memberKind = 'user') AS users
  FROM directory_groups g WHERE g.tenantId = ?`

/** The groups of a tenant in the order of their names. */
export const listGroups = Effect.fnUntraced(function* (tenantId: string) {
  const { all } = yield* ReadModels
  const rows = yield* all(entryRow, `${ENTRIES} ORDER BY lower(g.name), g.id`, tenantId)
  return yield* Effect.forEach(rows, counted)
})

/** One group of a tenant, by its id or its name. */
export const groupNamed = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  const { all } = yield* ReadModels
  const id = asked.toLowerCase()
  const sql = `${ENTRIES} AND (g.id = ? OR g.name = ?) ORDER BY g.id <> ?, g.id LIMIT 1`
  const [row] = yield* all(entryRow, sql, tenantId, id, asked, id)
  return row === undefined ? undefined : yield* counted(row)
})
