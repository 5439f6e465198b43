import type { ConvertedBy, Identifier, KnownBefore, RegistrationMethod } from "#domain/device"
import type { HardwareSummary } from "#domain/hardware"
import type { Origin } from "../execution/caller.ts"
import type { permission } from "../organisation/partners.ts"

/** A device that somebody wants to register. */
export interface Registration {
  readonly method: RegistrationMethod
  readonly hardware: HardwareSummary
  readonly groupTag: string | null
  readonly orderId: string | null
  readonly purchaseOrder: string | null
  readonly productKey: string | null
  readonly import: { readonly importId: string; readonly line: number } | null
  /** User principal name of the person the device is meant for. */
  readonly assignedUser: string | null
  /** What the device was told by; an owner tells it by its hash. */
  readonly identifiedBy?: Identifier
  /** Where its hash was known before. */
  readonly known?: KnownBefore
  /** What an automatic registration rests on. */
  readonly convertedBy?: ConvertedBy
}

/** A registration under way: what is asked, for whom, and by which command. */
export interface Asked {
  readonly registration: Registration
  readonly tenantId: string
  readonly origin: Origin
  /** Checks right before the registration whether a partner may still do it; null for an owner. */
  readonly permission: ReturnType<typeof permission> | null
}
