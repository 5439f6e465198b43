import { Effect } from "effect"
import type { MachineSpec } from "#domain/hardware"
import { Timestamp } from "#domain/kernel"
import type { PartnerKind, Scope } from "#domain/partner"
import {
  type DeviceIdentifier,
  deliverHardware,
  grantAuthorization,
  type IdentifiedDevice,
  type PartnerCaller,
  requestAuthorization,
} from "#workflows/commands"
import { callerIn } from "./contoso.ts"
import { BEFORE, capture } from "./machines.ts"

/** An end in a far future. */
export const FAR = Timestamp.make("2040-01-01T00:00:00.000Z")

/** A partner who acts in a tenant, with a fresh idempotency key. */
export const partnerIn = (
  tenantId: string,
  partnerId: string,
  through: string | null = null,
): PartnerCaller => ({
  ...callerIn(tenantId),
  actor: { kind: "partner", id: partnerId },
  through,
})

/** A Global Administrator of a tenant. */
const globalAdministrator = (tenantId: string) =>
  ({ ...callerIn(tenantId), role: "global-administrator" }) as const

/** What a partner is granted in these tests, where nothing else is said. */
export interface GrantSpec {
  readonly kind: PartnerKind
  readonly partnerId?: string
  readonly providers?: ReadonlyArray<string>
  readonly scope?: Scope
  readonly until?: Timestamp
}

/** Lets a partner ask and a Global Administrator grant; gives the authorization's id. */
export const authorized = Effect.fn(function* (tenantId: string, spec: GrantSpec) {
  const partnerId = spec.partnerId ?? "northwind"
  const { authorizationId } = yield* requestAuthorization(
    {
      name: "Northwind",
      kind: spec.kind,
      providers: spec.providers ?? [],
      scope: spec.scope ?? { acts: ["register", "deregister"], groupTags: null },
      until: spec.until ?? FAR,
    },
    partnerIn(tenantId, partnerId),
  )
  yield* grantAuthorization(
    { partnerId, authorizationId, scope: null, until: null },
    globalAdministrator(tenantId),
  )
  return authorizationId
})

/** A device as a partner or an owner tells it, by API and without the extras. */
export const identified = (
  device: DeviceIdentifier,
  changes: Partial<IdentifiedDevice> = {},
): IdentifiedDevice => ({
  device,
  channel: "api",
  groupTag: null,
  orderId: null,
  purchaseOrder: null,
  productKey: null,
  import: null,
  assignedUser: null,
  ...changes,
})

export const byHash = (machine: MachineSpec): DeviceIdentifier => ({ by: "hash", hardware: capture(machine) })
export const byProductKey = ({ productKeyId = "" }: MachineSpec): DeviceIdentifier => ({
  by: "pkid",
  productKeyId,
})
export const byTuple = ({ manufacturer, model, serialNumber }: MachineSpec): DeviceIdentifier => ({
  by: "tuple",
  manufacturer,
  model: model ?? "",
  serialNumber,
})

/** Delivers the hashes of machines as their manufacturer does. */
export const delivered = (deliveryId: string, ...machines: ReadonlyArray<MachineSpec>) =>
  deliverHardware(
    {
      deliveryId,
      machines: machines.map((machine, index) => ({ line: index + 2, hardware: capture(machine, BEFORE) })),
    },
    { actor: { kind: "partner", id: "fabrikam-oem" }, tenantId: null, key: "", kind: "oem" },
  )
