import { Effect, Result } from "effect"
import type { KnownBefore } from "#domain/device"
import type { HardwareSummary } from "#domain/hardware"
import { type Channel, type Registrar, wayOf } from "#domain/registration"
import type { LookupIdentifier } from "#domain/report"
import { Keys } from "#workflows/ports"
import { originOf, type PartnerCaller, type TenantCaller } from "../execution/caller.ts"
import { permission } from "../organisation/partners.ts"
import { answeredBefore } from "./answered-before.ts"
import type { Registration } from "./asked.ts"
import type { KnownOfMachine } from "./beginning.ts"
import { readClaims } from "./claims.ts"
import { findHardware } from "./known-hardware.ts"
import { registerAsked, registerDevice } from "./register.ts"

/** What a device is told by: its hardware hash, or what its box or order says. */
export type DeviceIdentifier = { readonly by: "hash"; readonly hardware: HardwareSummary } | LookupIdentifier

/** A device that is to be registered, told by whatever is at hand. */
export interface IdentifiedDevice
  extends Pick<
    Registration,
    "groupTag" | "orderId" | "purchaseOrder" | "productKey" | "import" | "assignedUser"
  > {
  readonly device: DeviceIdentifier
  readonly channel: Channel
}

interface Identified {
  readonly hardware: HardwareSummary
  readonly known: KnownBefore | null
}

const identify = Effect.fnUntraced(function* (device: DeviceIdentifier) {
  if (device.by === "hash") return { hardware: device.hardware, known: null } satisfies Identified
  return (yield* findHardware(device)) satisfies Identified
})

const way = (registrar: Registrar, { channel, device }: IdentifiedDevice) =>
  Effect.fromResult(wayOf(registrar, { identifier: device.by, channel }))

const registrationOf = (
  { channel: _channel, device, ...rest }: IdentifiedDevice,
  { hardware, known }: Identified,
  method: Registration["method"],
): Registration => ({
  ...rest,
  method,
  hardware,
  identifiedBy: device.by,
  ...(known === null ? {} : { known }),
})

/**
 * Registers a device of a tenant for its owner, who may tell it by its hardware hash only.
 *
 * @param known what was read of a machine that this command never registered; without it, it is read
 *
 * Refuses what only partners may use, saying who they are.
 */
export const registerOwn = Effect.fn("registerOwn")(function* (
  asked: IdentifiedDevice,
  caller: TenantCaller,
  known?: KnownOfMachine,
) {
  const { method } = yield* way("owner", asked)
  return yield* registerDevice(registrationOf(asked, yield* identify(asked.device), method), caller, known)
})

/** What makes the command of a registration by a partner. */
export const REGISTER_FOR_TENANT = "register-for-tenant"

/**
 * Registers a device for a tenant that authorized the partner: within the grant as it is at the time of the act, and
 * within the limits of the partner's kind.
 *
 * @param read what was read of a machine that this command never registered; without it, it is read
 *
 * Refuses what the grant or the kind does not allow before anything is said of the device; then as
 * {@link findHardware} and {@link registerDevice} do.
 */
export const registerForTenant = Effect.fn("registerForTenant")(function* (
  asked: IdentifiedDevice,
  caller: PartnerCaller,
  read?: KnownOfMachine,
) {
  const { tenantId } = caller
  const origin = originOf(yield* Keys, caller, REGISTER_FOR_TENANT, asked)
  const identified = yield* Effect.result(identify(asked.device))
  const hardware = Result.isSuccess(identified) ? identified.success.hardware : null
  const known = read ?? { claims: hardware === null ? [] : yield* readClaims(hardware) }
  const before = read === undefined ? yield* answeredBefore(tenantId, known.claims, origin) : null
  // What was done under a grant stays done, whatever became of the grant.
  if (before !== null) return before
  const allowed = permission(caller, { act: "register", groupTag: asked.groupTag })
  const { kind } = yield* allowed
  const { method } = yield* way(kind, asked)
  const registration = registrationOf(asked, yield* Effect.fromResult(identified), method)
  return yield* registerAsked({ registration, tenantId, origin, permission: allowed }, known)
})
