import { type Actor, deriveId, type Timestamp } from "#domain/kernel"
import type { Keys } from "#workflows/ports"

/** Who asks for something, and with which key a repeat of it can be told from a new wish. */
export interface Caller {
  readonly actor: Actor
  /** The name of a person behind `actor.id`; sealed in the log. */
  readonly actorName?: string
  /** The tenant on whose behalf it is asked; null for what belongs to none yet. */
  readonly tenantId: string | null
  /** Idempotency key: the same caller, operation and key mean the same command. */
  readonly key: string
  /** What this belongs to; without one, the command begins a correlation of its own. */
  readonly correlationId?: string
  /** The event or command that caused this one. */
  readonly causationId?: string
  /** When it happened according to the device. */
  readonly occurredAt?: Timestamp
}

/** A caller who acts within a tenant. */
export type TenantCaller = Caller & { readonly tenantId: string }

/** A partner who acts in a tenant: by a grant of its own, or as indirect provider by the grant of a reseller. */
export type PartnerCaller = TenantCaller & {
  readonly actor: { readonly kind: "partner"; readonly id: string }
  /** The reseller through whom an indirect provider acts; null for whoever acts for itself. */
  readonly through: string | null
}

/** What every event of one command says of its origin. */
export interface Origin {
  readonly actor: Actor
  readonly actorName: string | null
  readonly tenantId: string | null
  readonly commandId: string
  readonly commandDigest: string
  readonly correlationId: string
  readonly causationId: string
  readonly occurredAt: Timestamp | null
}

/** The id of a command: the same caller, operation and key give the same one. */
export const commandIdOf = ({ actor, key, tenantId }: Caller, operation: string): string =>
  deriveId("command", tenantId ?? "", actor.kind, actor.id, operation, key)

/**
 * The origin of a command.
 *
 * @param body what is asked, as JSON data: the same key with another body is refused
 */
export const originOf = (keys: Keys["Service"], caller: Caller, operation: string, body: unknown): Origin => {
  const { actor, tenantId } = caller
  const commandId = commandIdOf(caller, operation)
  return {
    actor,
    actorName: caller.actorName ?? null,
    tenantId,
    commandId,
    commandDigest: keys.digest("command", JSON.stringify(body)),
    correlationId: caller.correlationId ?? commandId,
    causationId: caller.causationId ?? commandId,
    occurredAt: caller.occurredAt ?? null,
  }
}

/** The origin of what nobody asked for: a correlation of its own, the same for whichever node comes to it. */
export const unasked = (actor: Actor, tenantId: string | null, commandId: string): Origin => ({
  actor,
  actorName: null,
  tenantId,
  commandId,
  commandDigest: "",
  correlationId: commandId,
  causationId: commandId,
  occurredAt: null,
})

/** The origin of something that follows from another command within the same request: an id of its own, the same rest. */
export const followUp = (origin: Origin, operation: string): Origin => ({
  ...origin,
  commandId: deriveId("command", origin.commandId, operation),
  causationId: origin.commandId,
})
