import { Effect, Schema } from "effect"
import { autopilotDeviceOf } from "#projections/autopilot-devices"
import { type GroupMember, membersOf } from "#projections/groups"
import { changeDeviceGroup, type Membership } from "#workflows/commands"
import { looseBody, noBody } from "../exchange/body.ts"
import { noContent, writtenAt } from "../exchange/reply.ts"
import { RequestRefused } from "../exchange/request-refused.ts"
import type { Route } from "../exchange/route.ts"
import { readRoute, writeRoute } from "../given/routes.ts"
import { lookTwice, settle } from "../given/wait.ts"
import { collectionPage, collectionSchema } from "./collection.ts"
import { theGroup } from "./groups.ts"
import { VERSIONS, type Version } from "./properties.ts"
import { LIST_OPTIONS, ListQuery, listOptions } from "./query-options.ts"
import { notFound } from "./resource.ts"

const Id = Schema.Struct({ id: Schema.String })

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
    options: LIST_OPTIONS,
    query: ListQuery,
    answers: [
      {
        status: 200,
        description: "A page; the rest is at @odata.nextLink.",
        schema: collectionSchema(Member),
      },
    ],
    handle: Effect.fnUntraced(function* ({ params: { id }, query, request, tenant }) {
      const options = yield* listOptions(query)
      const { counted, skip, top } = options
      const group = yield* theGroup(tenant.id, id)
      const found = yield* membersOf(tenant.id, group, { skip, top: top + 1 })
      return collectionPage({
        request,
        options,
        context: `${request.url.origin}/${version}/$metadata#directoryObjects`,
        count: counted ? group.devices + group.users : null,
        found: found.map(memberOf),
      })
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

/** Who is in a group, and what changes it: devices only, as scripts for Windows Autopilot do. Source: Microsoft Graph, group. */
export const graphGroupMemberRoutes: ReadonlyArray<Route> = VERSIONS.flatMap((version) => [
  members(version),
  add(version),
  remove(version),
])
