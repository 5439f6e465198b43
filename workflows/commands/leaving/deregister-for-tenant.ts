import { Effect } from "effect"
import { notRegistered, type RegistrationMethod } from "#domain/device"
import { Refusal } from "#domain/kernel"
import { type PartnerKind, partnerKindName } from "#domain/partner"
import { WAYS } from "#domain/registration"
import { Keys } from "#workflows/ports"
import { originOf, type PartnerCaller } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { permission } from "../organisation/partners.ts"
import { leave } from "./deregister.ts"

/** 811: the device was registered by somebody whose registrations this kind of partner cannot end. */
const registeredByOthers = (kind: PartnerKind, method: RegistrationMethod) =>
  new Refusal({
    kind: "forbidden",
    code: "registered-by-others",
    number: "811",
    what: `A partner who is the tenant's ${partnerKindName(kind)} cannot end a registration of the method "${method}" (ZtdDeviceRegisteredByOtherTenant).`,
    remedy: "Let the owner deregister the device.",
  })

/**
 * Ends the registration of a tenant's device under the grant of a partner. It ends the registration alone: the device
 * stays in Intune and in its directory.
 *
 * Refuses what the grant does not allow, a device that the tenant does not have (807), and one that was registered in a
 * way that this kind of partner cannot end (811).
 */
export const deregisterForTenant = Effect.fn("deregisterForTenant")(function* (
  deviceId: string,
  reason: string,
  caller: PartnerCaller,
) {
  const origin = originOf(yield* Keys, caller, "deregister-for-tenant", { deviceId, reason })
  const { end, process } = yield* (yield* Devices).load(deviceId)
  const way = "one-step"
  // What was done under a grant stays done, whatever became of the grant.
  if (end.answered.has(origin.commandId))
    return yield* leave(deviceId, { way, reason, authorization: null }, origin)
  const { registration, tenantId } = process.device
  const own = tenantId === caller.tenantId ? registration : null
  const { authorization, kind } = yield* permission(caller, {
    act: "deregister",
    ...(own === null ? {} : { groupTag: own.groupTag }),
  })
  if (own === null || process.device.status !== "registered") return yield* notRegistered()
  if (!WAYS[kind].ends.includes(own.method)) return yield* registeredByOthers(kind, own.method)
  return yield* leave(deviceId, { way, reason, authorization }, origin)
})
