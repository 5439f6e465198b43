import { Schema } from "effect"
import { Actor } from "./actor.ts"
import { Timestamp } from "./timestamp.ts"

/** The earliest deadline that a stream has after an append: a hint for the deadline process, derived from the events. */
export const WakeAt = Schema.Struct({ state: Schema.String, dueAt: Timestamp })
export type WakeAt = typeof WakeAt.Type

/**
 * What every event says about itself, beside its data. Stored as the event's metadata, in this order of keys.
 *
 * `$correlationId` and `$causationId` are EventStoreDB's own names. `recordedAt` is stamped by Flightlog and never
 * earlier than the stream's previous event; `occurredAt` is what a device claims, shown but never used to decide.
 */
export const Metadata = Schema.Struct({
  /** Version of the schema of the event's `data`. */
  version: Schema.Int,
  actor: Actor,
  /** The tenant that may read the event; absent only for events that belong to none (hardware claims). */
  tenant: Schema.optionalKey(Schema.String),
  commandId: Schema.String,
  /** Keyed digest of the command's body: the same id with another body is refused. */
  commandDigest: Schema.String,
  $correlationId: Schema.String,
  $causationId: Schema.String,
  recordedAt: Timestamp,
  occurredAt: Schema.optionalKey(Timestamp),
  /** Present on what the statechart concluded from the input before it. */
  emitted: Schema.optionalKey(Schema.Literal(true)),
  /** On the last event of an append: the stream's next deadline, `null` when it waits for none. */
  wakeAt: Schema.optionalKey(Schema.NullOr(WakeAt)),
})
export type Metadata = typeof Metadata.Type

/** Personal values of one person, such as `{ userPrincipalName: "ann@contoso.com" }`, before sealing. */
export interface PersonalValues {
  readonly subject: string
  readonly values: { readonly [name: string]: string }
}

/** Personal values of one person, sealed with AES-256-GCM under that person's key: base64 of nonce, tag, cipher text. */
export const SealedValues = Schema.Struct({ subject: Schema.String, sealed: Schema.String })
export type SealedValues = typeof SealedValues.Type

/** Personal values of one person as read: `values` is null once the person's key is erased. */
export interface OpenedValues {
  readonly subject: string
  readonly values: { readonly [name: string]: string } | null
}

/** The stored body of an event: its facts, what is personal in them (sealed), and a salt for proofs. */
export const Payload = Schema.Struct({
  data: Schema.JsonObject,
  personal: Schema.optionalKey(Schema.Array(SealedValues)),
  /** 16 random bytes in base64: two events with equal data have different digests. */
  salt: Schema.String,
})
export type Payload = typeof Payload.Type
