import { Effect, Schema } from "effect"
import {
  allowNextEnrollment,
  assignUser,
  changeGroupTag,
  deregister,
  nameDevice,
  ownDevice,
  unassignUser,
} from "#workflows/commands"
import { looseBody, noBody } from "../exchange/body.ts"
import type { Route } from "../exchange/route.ts"
import { type Action, actionRoute, type Order } from "./action-route.ts"
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
  // Since July 2023 the Autopilot device can be removed alone: its Intune record has a deletion of its own.
  ordersOf: () => [
    (id, caller) => deregister(id, "deleted by a client of Microsoft Graph", caller, "one-step"),
  ],
}

const allowNext: Action<undefined> = {
  name: "allowNextEnrollment",
  summary: "Let a device that enrolled by its TPM do so once more",
  body: noBody,
  ordersOf: () => [(id, caller) => allowNextEnrollment(id, "allowed by a client of Microsoft Graph", caller)],
}

const actionOn = <B>(action: Action<B>, version: Version): Route =>
  actionRoute(action, version, {
    segment: "windowsAutopilotDeviceIdentities",
    deviceOf: (id, tenantId) => Effect.as(ownDevice(id, tenantId), id),
  })

/** What can be done with a Windows Autopilot device. Source: Microsoft Graph, windowsAutopilotDeviceIdentity. */
export const deviceActionRoutes: ReadonlyArray<Route> = [
  ...VERSIONS.flatMap((version) => [
    actionOn(updateDeviceProperties, version),
    actionOn(assignUserToDevice, version),
    actionOn(unassignUserFromDevice, version),
    actionOn(remove, version),
  ]),
  actionOn(allowNext, "beta"),
]
