import { Effect, Schema } from "effect"
import { autopilotDeviceOf } from "#projections/autopilot-devices"
import { type GroupEntry, type GroupMember, groupNamed, listGroups, membersOf } from "#projections/groups"
import { changeDeviceGroup, type Membership } from "#workflows/commands"
import { looseBody, noBody } from "../exchange/body.ts"
import { noContent, writtenAt } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import type { Route } from "../exchange/route.ts"
import { Nothing, readRoute, writeRoute } from "../given/routes.ts"
import { lookTwice, settle } from "../given/wait.ts"
import { VERSIONS, type Version } from "./properties.ts"
import { ListQuery, onlyOptions } from "./query-options.ts"
import { graphJson, notFound } from "./resource.ts"

/** Source: Microsoft Graph, group: the properties that scripts for Windows Autopilot read. */
const Group = Schema.Struct({
  id: Schema.String,
  displayName: Schema.String,
  description: Schema.NullOr(Schema.String),
  createdDateTime: Schema.String,
  groupTypes: Schema.Array(Schema.String),
  membershipRule: Schema.NullOr(Schema.String),
  mailEnabled: Schema.Boolean,
  securityEnabled: Schema.Boolean,
}).annotate({ identifier: "group" })

const groupOf = ({ createdDateTime, description, id, membershipRule, name }: GroupEntry) => ({
  id,
  displayName: name,
  description: description === "" ? null : description,
  createdDateTime,
  groupTypes: membershipRule === null ? [] : ["DynamicMembership"],
  membershipRule,
  mailEnabled: false,
  securityEnabled: true,
})

const FILTER = /^(displayName|id) eq '((?:[^']|'')*)'$/i

const badFilter = (filter: string) =>
  new RequestRefused({
    status: 400,
    code: "query-option-invalid",
    what: `The query option '$filter' is ${JSON.stringify(filter)}.`,
    remedy: "Expected displayName eq 'NAME' or id eq 'ID'.",
  })

const chosen = Effect.fnUntraced(function* (groups: ReadonlyArray<GroupEntry>, filter: string | undefined) {
  if (filter === undefined) return groups
  const [, property = "", value] = FILTER.exec(filter.trim()) ?? []
  if (value === undefined) return yield* badFilter(filter)
  const asked = value.replaceAll("''", "'").toLowerCase()
  return groups.filter(
    ({ id, name }) => (property.toLowerCase() === "id" ? id : name).toLowerCase() === asked,
  )
})

const collection = (schema: Schema.Constraint) =>
  Schema.Struct({ "@odata.context": Schema.String, value: Schema.Array(schema) })

const list = (version: Version): Route =>
  readRoute({
    path: `/${version}/groups`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: "The groups of the tenant's directory",
    options: [{ name: "$filter", description: "displayName eq 'NAME' or id eq 'ID'." }],
    params: Nothing,
    query: ListQuery,
    answers: [{ status: 200, description: "All of them.", schema: collection(Group) }],
    handle: Effect.fnUntraced(function* ({ query, request, tenant }) {
      yield* onlyOptions(query, ["$filter"])
      const groups = yield* chosen(yield* listGroups(tenant.id), query.$filter)
      const context = `${request.url.origin}/${version}/$metadata#groups`
      return graphJson(200, { "@odata.context": context, value: groups.map(groupOf) })
    }),
  })

const Id = Schema.Struct({ id: Schema.String })

const theGroup = Effect.fnUntraced(function* (tenantId: string, id: string) {
  return (yield* lookTwice(groupNamed(tenantId, id))) ?? (yield* notFound("group", id))
})

const show = (version: Version): Route =>
  readRoute({
    path: `/${version}/groups/{id}`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: "One group",
    params: Id,
    query: Nothing,
    answers: [
      {
        status: 200,
        description: "The group.",
        schema: Schema.Struct({ "@odata.context": Schema.String, ...Group.fields }),
      },
    ],
    handle: Effect.fnUntraced(function* ({ params: { id }, request, tenant }) {
      const context = `${request.url.origin}/${version}/$metadata#groups/$entity`
      return graphJson(200, { "@odata.context": context, ...groupOf(yield* theGroup(tenant.id, id)) })
    }),
  })

const Member = Schema.Struct({
  "@odata.type": Schema.Literals(["#microsoft.graph.device", "#microsoft.graph.user"]),
  id: Schema.String,
  displayName: Schema.NullOr(Schema.String),
})

const memberOf = ({ id, kind, name }: GroupMember) => ({
  "@odata.type": `#microsoft.graph.${kind}`,
  id,
  displayName: name,
})

const members = (version: Version): Route =>
  readRoute({
    path: `/${version}/groups/{id}/members`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: "The devices and people in a group",
    params: Id,
    query: Nothing,
    answers: [{ status: 200, description: "All of them.", schema: collection(Member) }],
    handle: Effect.fnUntraced(function* ({ params: { id }, request, tenant }) {
      const all = yield* membersOf(tenant.id, yield* theGroup(tenant.id, id))
      const context = `${request.url.origin}/${version}/$metadata#directoryObjects`
      return graphJson(200, { "@odata.context": context, value: all.map(memberOf) })
    }),
  })

const notAnObject = (reference: string) =>
  new RequestRefused({
    status: 400,
    code: "reference-invalid",
    what: `The reference ${JSON.stringify(reference)} names no device.`,
    remedy:
      'Send {"@odata.id": "https://HOST/v1.0/directoryObjects/{id}"} with the azureActiveDirectoryDeviceId or the id of a Windows Autopilot device.',
  })

const OBJECT = /\/(?:directoryObjects|devices)(?:\/|\(')([0-9a-f-]{36})(?:'\))?\/?$/i

/** A device by its directory object, or by its own id. */
const deviceCalled = Effect.fnUntraced(function* (tenantId: string, id: string) {
  const found = yield* lookTwice(autopilotDeviceOf(tenantId, id.toLowerCase()))
  return found?.identity.id ?? (yield* notFound("device", id))
})

const changed = Effect.fnUntraced(function* (
  type: Membership,
  { device, group }: { readonly device: string; readonly group: string },
  caller: Parameters<typeof changeDeviceGroup>[1],
) {
  const { id } = yield* theGroup(caller.tenantId, group)
  const deviceId = yield* deviceCalled(caller.tenantId, device)
  const answer = yield* changeDeviceGroup({ type, group: id, deviceId }, caller)
  // Clients of Graph read at once what they wrote.
  yield* settle(answer.position)
  return noContent(writtenAt(answer))
})

const add = (version: Version): Route =>
  writeRoute({
    method: "POST",
    path: `/${version}/groups/{id}/members/$ref`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: "Add a device to a group",
    params: Id,
    body: looseBody(Schema.Struct({ "@odata.id": Schema.String })),
    answers: [{ status: 204, description: "Is in the group.", schema: null }],
    handle: Effect.fnUntraced(function* ({ body, caller, params: { id: group } }) {
      const reference = body["@odata.id"]
      const device = OBJECT.exec(reference)?.[1]
      if (device === undefined) return yield* notAnObject(reference)
      return yield* changed("AddToGroup", { device, group }, caller)
    }),
  })

const remove = (version: Version): Route =>
  writeRoute({
    method: "DELETE",
    path: `/${version}/groups/{id}/members/{member}/$ref`,
    face: "graph",
    tag: `Graph ${version}`,
    summary: "Remove a device from a group",
    params: Schema.Struct({ id: Schema.String, member: Schema.String }),
    body: noBody,
    answers: [{ status: 204, description: "Is not in the group.", schema: null }],
    handle: ({ caller, params: { id: group, member: device } }) =>
      changed("RemoveFromGroup", { device, group }, caller),
  })

/** Groups of the directory, as far as the scripts for Windows Autopilot need them. Source: Microsoft Graph, group. */
export const graphGroupRoutes: ReadonlyArray<Route> = VERSIONS.flatMap((version) => [
  list(version),
  show(version),
  members(version),
  add(version),
  remove(version),
])
