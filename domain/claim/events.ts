import { Schema } from "effect"
import type { FactOf } from "#domain/kernel"

/** Every event of a claim stream, by type. One stream stands for one identity of hardware. */
export const claimEvents = {
  /** A device holds this identity, or is about to: its stream may not exist yet. */
  HardwareClaimed: Schema.Struct({
    deviceId: Schema.String,
    tenantId: Schema.String,
    /** The registration of that device, counted from 1, that the claim is for. */
    life: Schema.Int,
    /** The device is registered, and is to get a hash with this identity. */
    rehash: Schema.optionalKey(Schema.Literal(true)),
  }),
  HardwareReleased: Schema.Struct({ deviceId: Schema.String, life: Schema.Int, reason: Schema.String }),
}

/** An event of a claim stream, before it has an envelope. */
export type ClaimFact = FactOf<typeof claimEvents>
