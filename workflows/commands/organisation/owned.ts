import { Effect } from "effect"
import { type DeviceCommand, notRegistered } from "#domain/device"
import { Keys } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { executeDevice, type Personalise } from "../execution/execute-device.ts"
import { subjectOf } from "./people.ts"
import { validUpn } from "./tenants.ts"

/** A tenant's own device, or 807: a device of another tenant is as unknown as one that does not exist. */
export const ownDevice = Effect.fnUntraced(function* (deviceId: string, tenantId: string) {
  const loaded = yield* (yield* Devices).load(deviceId)
  return loaded.process.device.tenantId === tenantId ? loaded : yield* notRegistered()
})

/** Handles a command on a tenant's own device. */
export const changeOwn = Effect.fnUntraced(function* (
  deviceId: string,
  command: DeviceCommand,
  caller: TenantCaller,
  personalise?: Personalise,
) {
  yield* ownDevice(deviceId, caller.tenantId)
  const origin = originOf(yield* Keys, caller, command.type, { deviceId, command })
  return yield* executeDevice({ deviceId, command, ...(personalise ? { personalise } : {}) }, origin)
})

/** Changes the group tag of a device; null removes it. */
export const changeGroupTag = (deviceId: string, groupTag: string | null, caller: TenantCaller) =>
  changeOwn(deviceId, { type: "ChangeGroupTag", groupTag }, caller)

/** Changes by which order a device was bought; null for an order that is not known. */
export const changeOrder = (
  deviceId: string,
  order: { readonly orderId: string | null; readonly purchaseOrder: string | null },
  caller: TenantCaller,
) => changeOwn(deviceId, { type: "ChangeOrder", ...order }, caller)

/**
 * Sends a signal of the organisation's own, such as an approval, to the deployment that is under way. It is refused where
 * the profile declares none of this name, and where the present state does not take it.
 */
export const sendSignal = Effect.fn("sendSignal")(function* (
  deviceId: string,
  name: string,
  caller: TenantCaller,
) {
  const { attempt } = (yield* ownDevice(deviceId, caller.tenantId)).process.device
  const number = attempt?.number ?? 0
  const origin = originOf(yield* Keys, caller, "SendSignal", { deviceId, name })
  const answer = yield* executeDevice(
    { deviceId, command: { type: "SendSignal", attempt: number, name } },
    origin,
  )
  return { ...answer, attempt: number }
})

/** Has a device reset itself for its next user: its enrolment stays. */
export const autopilotReset = (deviceId: string, caller: TenantCaller) =>
  changeOwn(deviceId, { type: "StartAutopilotReset", how: "remote" }, caller)

/** Gives a device a name of its own; null goes back to the profile's template. */
export const nameDevice = (deviceId: string, name: string | null, caller: TenantCaller) =>
  changeOwn(deviceId, { type: "NameDevice", name }, caller)

/** Assigns a user to a device. Only the form of the name is checked, as Windows Autopilot checks its domain only. */
export const assignUser = Effect.fn("assignUser")(function* (
  deviceId: string,
  upn: string,
  caller: TenantCaller,
) {
  const userPrincipalName = yield* validUpn(upn)
  const userId = subjectOf(yield* Keys, userPrincipalName)
  return yield* changeOwn(deviceId, { type: "AssignUser", userId }, caller, (fact) =>
    fact.type === "UserAssigned"
      ? { ...fact, personal: [{ subject: userId, values: { userPrincipalName } }] }
      : fact,
  )
})

/** Takes the assigned user away from a device. */
export const unassignUser = (deviceId: string, caller: TenantCaller) =>
  changeOwn(deviceId, { type: "UnassignUser" }, caller)
