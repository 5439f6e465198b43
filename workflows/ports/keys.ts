import { Context, type Effect, Schema } from "effect"

/** The keys could not be read or written. */
export class KeysFailure extends Schema.TaggedError<KeysFailure>()("KeysFailure", {
  operation: Schema.String,
  reason: Schema.String,
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  override get message() {
    return `The key store could not ${this.operation}: ${this.reason}`
  }
}

/**
 * Keys outside the log: one per person for what is personal, one of the deployment for digests and tokens.
 * Erasing a person's key makes that person's values in the log unreadable for ever.
 */
export class Keys extends Context.Service<
  Keys,
  {
    /** Keyed digest (HMAC-SHA-256, 32 hex characters) of a normalised value; `kind` keeps equal values of different kinds apart. */
    digest(kind: string, value: string): string
    /** The 32-byte key of a person, or null when it never was or was erased. */
    keyOf(subject: string): Effect.Effect<Uint8Array | null, KeysFailure>
    /** The 32-byte key of a person, made on first use; null when it was erased. */
    keyFor(subject: string): Effect.Effect<Uint8Array | null, KeysFailure>
    /** Destroys a person's key; what is sealed under it is lost. Repeating it is harmless. */
    erase(subject: string): Effect.Effect<void, KeysFailure>
  }
>()("flightlog/workflows/ports/Keys") {}
