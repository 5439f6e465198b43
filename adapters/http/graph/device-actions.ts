import { Effect, Schema } from "effect"
import {
  type Answer,
  assignUser,
  changeGroupTag,
  deregister,
  nameDevice,
  ownDevice,
  type TenantCaller,
  unassignUser,
} from "#workflows/commands"
import { type BodyReader, looseBody, noBody } from "../exchange/body.ts"
import { noContent, writtenAt } from "../exchange/reply.ts"
import type { Route } from "../exchange/route.ts"
import { writeRoute } from "../given/routes.ts"
import { settle } from "../given/wait.ts"
import type { ApiError } from "../problems/api-error.ts"
import type { HttpServices } from "../services.ts"
import { VERSIONS, type Version } from "./properties.ts"

const Text = Schema.NullOr(Schema.String)

/** The rules of NetBIOS names, as Windows Autopilot has them. Source: Microsoft Learn, "Apply device name template". */
const DeviceName = Schema.String.check(
  Schema.isPattern(/^$|^(?!\d+$)[A-Za-z0-9-]{1,15}$/, {
    message: "Expected a device name: 1 to 15 letters, digits and hyphens, not digits only",
  }),
)

const GroupTag = Schema.String.check(Schema.isMaxLength(512))

const notYet = Schema.optionalKey(Schema.Null)

/** Absent = left alone; an empty text or null takes the value away. */
const Properties = Schema.Struct({
  userPrincipalName: Schema.optionalKey(Text),
  /** Clients send it with every user name; the name shown is the directory's. */
  addressableUserName: Schema.optionalKey(Text),
  groupTag: Schema.optionalKey(Schema.NullOr(GroupTag)),
  displayName: Schema.optionalKey(Schema.NullOr(DeviceName)),
  deviceAccountUpn: notYet,
  deviceAccountPassword: notYet,
  deviceFriendlyName: notYet,
})

type Changed = Effect.Effect<Answer, ApiError, HttpServices>
type Order = (deviceId: string, caller: TenantCaller) => Changed

const orNull = (text: string | null): string | null => (text === "" ? null : text)

/** The commands that a change of properties comes to, in a fixed order. */
const ordersOf = (properties: typeof Properties.Type): ReadonlyArray<Order> => {
  const { displayName, groupTag, userPrincipalName } = properties
  const orders: Array<Order> = []
  if (userPrincipalName !== undefined) {
    const upn = orNull(userPrincipalName)
    orders.push((id, caller) => (upn === null ? unassignUser(id, caller) : assignUser(id, upn, caller)))
  }
  if (displayName !== undefined) orders.push((id, caller) => nameDevice(id, orNull(displayName), caller))
  if (groupTag !== undefined) orders.push((id, caller) => changeGroupTag(id, orNull(groupTag), caller))
  return orders
}

/** An action on one device. */
interface Action<B> {
  /** Null for the deletion of the device itself. */
  readonly name: string | null
  readonly summary: string
  readonly body: BodyReader<B>
  readonly ordersOf: (body: B) => ReadonlyArray<Order>
}

const actionRoute = <B>({ body, name, ordersOf, summary }: Action<B>, version: Version): Route => {
  const device = `/${version}/deviceManagement/windowsAutopilotDeviceIdentities/{id}`
  return writeRoute({
    method: name === null ? "DELETE" : "POST",
    path: name === null ? device : `${device}/${name}`,
    face: "graph",
    tag: `Graph ${version}`,
    summary,
    params: Schema.Struct({ id: Schema.String }),
    body,
    answers: [{ status: 204, description: "Done.", schema: null }],
    handle: Effect.fnUntraced(function* ({ body, caller, params: { id } }) {
      yield* ownDevice(id, caller.tenantId)
      let last: Answer | undefined
      for (const order of ordersOf(body)) last = yield* order(id, caller)
      if (last === undefined) return noContent()
      // Clients of Graph read at once what they wrote, and have no word for waiting.
      yield* settle(last.position)
      return noContent(writtenAt(last))
    }),
  })
}

const updateDeviceProperties: Action<typeof Properties.Type> = {
  name: "updateDeviceProperties",
  summary: "Change group tag, name or user of a device",
  body: looseBody(Properties),
  ordersOf,
}

const assignUserToDevice: Action<{ readonly userPrincipalName: string }> = {
  name: "assignUserToDevice",
  summary: "Assign a user to a device",
  body: looseBody(Schema.Struct({ userPrincipalName: Schema.String })),
  ordersOf: ({ userPrincipalName }) => [(id, caller) => assignUser(id, userPrincipalName, caller)],
}

const unassignUserFromDevice: Action<undefined> = {
  name: "unassignUserFromDevice",
  summary: "Take the assigned user away from a device",
  body: noBody,
  ordersOf: () => [unassignUser],
}

const remove: Action<undefined> = {
  name: null,
  summary: "Deregister a device; its hardware is free for others",
  body: noBody,
  ordersOf: () => [(id, caller) => deregister(id, "deleted by a client of Microsoft Graph", caller)],
}

/** What can be done with a Windows Autopilot device. Source: Microsoft Graph, windowsAutopilotDeviceIdentity. */
export const deviceActionRoutes: ReadonlyArray<Route> = VERSIONS.flatMap((version) => [
  actionRoute(updateDeviceProperties, version),
  actionRoute(assignUserToDevice, version),
  actionRoute(unassignUserFromDevice, version),
  actionRoute(remove, version),
])
