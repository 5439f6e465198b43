import { Effect, Schema } from "effect"
import { groupUnknown } from "#domain/directory"
import { groupNamed, listGroups, membersOf } from "#projections/groups"
import { changeDeviceGroup, changeUserGroup, createGroup, type Membership } from "#workflows/commands"
import { jsonBody, noBody } from "../exchange/body.ts"
import { json, noContent, writtenAt } from "../exchange/reply.ts"
import { Nothing, readRoute, writeRoute } from "../given/routes.ts"
import { lookTwice } from "../given/wait.ts"
import { text, UserName } from "./words.ts"

const Group = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  description: Schema.String,
  /** What makes a device a member, as Microsoft Entra writes it; null where members are added one by one. */
  membershipRule: Schema.NullOr(Schema.String),
  createdDateTime: Schema.String,
  devices: Schema.Int,
  users: Schema.Int,
}).annotate({ identifier: "Group" })

const Member = Schema.Struct({
  kind: Schema.Literals(["device", "user"]),
  id: Schema.String,
  /** The serial number of a device, or the name of a person; null for a person who was erased. */
  name: Schema.NullOr(Schema.String),
  /** Null where the group's rule says that it is a member. */
  since: Schema.NullOr(Schema.String),
})

const list = readRoute({
  path: "/api/groups",
  face: "native",
  tag: "Groups",
  summary: "List the groups of the tenant",
  params: Nothing,
  query: Nothing,
  answers: [{ status: 200, description: "In the order of their names.", schema: Schema.Array(Group) }],
  handle: Effect.fnUntraced(function* ({ tenant }) {
    return json(200, yield* listGroups(tenant.id))
  }),
})

const create = writeRoute({
  method: "POST",
  path: "/api/groups",
  face: "native",
  tag: "Groups",
  summary: "Create a group, with members or a rule",
  description:
    'Profiles and pages name it under assign: groups, excludeGroups or userGroups. A rule is one of Microsoft Entra: (device.devicePhysicalIds -any (_ -eq "[OrderID]:TAG")), [PurchaseOrderId]:NUMBER or [ZTDId]; several with -or.',
  params: Nothing,
  body: jsonBody(
    Schema.Struct({
      name: text(256),
      description: Schema.optionalKey(text(1024)),
      /** The id that it has in Microsoft Entra; without it, one of our own. */
      id: Schema.optionalKey(text(64)),
      membershipRule: Schema.optionalKey(Schema.NullOr(text(3072))),
    }),
  ),
  answers: [
    { status: 201, description: "There is such a group.", schema: Schema.Struct({ id: Schema.String }) },
  ],
  handle: Effect.fnUntraced(function* ({ body, caller }) {
    const { description = "", id = null, membershipRule = null, name } = body
    const answer = yield* createGroup({ name, description, id, membershipRule }, caller)
    return json(201, { id: answer.groupId }, writtenAt(answer))
  }),
})

const Named = Schema.Struct({ group: text(256) })

const show = readRoute({
  path: "/api/groups/{group}",
  face: "native",
  tag: "Groups",
  summary: "A group by its id or name, and who is in it",
  params: Named,
  query: Nothing,
  answers: [
    {
      status: 200,
      description: "Devices by their serial numbers, then people by their names.",
      schema: Schema.Struct({ ...Group.fields, members: Schema.Array(Member) }).annotate({
        identifier: "GroupWithMembers",
      }),
    },
  ],
  handle: Effect.fnUntraced(function* ({ params, tenant }) {
    const group = yield* lookTwice(groupNamed(tenant.id, params.group))
    if (group === undefined) return yield* groupUnknown(params.group)
    return json(200, { ...group, members: yield* membersOf(tenant.id, group) })
  }),
})

const Who = Schema.Union([
  Schema.Struct({ deviceId: text(64) }),
  Schema.Struct({ userPrincipalName: UserName }),
])

/** A device by its id, or a person by name: only the name has an @. */
const whoIs = (member: string): typeof Who.Type =>
  member.includes("@") ? { userPrincipalName: member } : { deviceId: member }

const change = (
  type: Membership,
  group: string,
  who: typeof Who.Type,
  caller: Parameters<typeof changeUserGroup>[1],
) =>
  "deviceId" in who
    ? changeDeviceGroup({ type, group, deviceId: who.deviceId.toLowerCase() }, caller)
    : changeUserGroup({ type, group, upn: who.userPrincipalName }, caller)

const add = writeRoute({
  method: "POST",
  path: "/api/groups/{group}/members",
  face: "native",
  tag: "Groups",
  summary: "Add a device or a person to a group",
  description: "A device whose profile that changes gets it at once; a deployment under way keeps its own.",
  params: Named,
  body: jsonBody(Who),
  answers: [{ status: 204, description: "Is in the group.", schema: null }],
  handle: Effect.fnUntraced(function* ({ body, caller, params: { group } }) {
    return noContent(writtenAt(yield* change("AddToGroup", group, body, caller)))
  }),
})

const remove = writeRoute({
  method: "DELETE",
  path: "/api/groups/{group}/members/{member}",
  face: "native",
  tag: "Groups",
  summary: "Remove a device (by its id) or a person (by user principal name) from a group",
  params: Schema.Struct({ group: text(256), member: text(256) }),
  body: noBody,
  answers: [{ status: 204, description: "Is not in the group.", schema: null }],
  handle: Effect.fnUntraced(function* ({ caller, params: { group, member } }) {
    return noContent(writtenAt(yield* change("RemoveFromGroup", group, whoIs(member), caller)))
  }),
})

export const groupRoutes = [list, create, show, add, remove]
