import { Effect } from "effect"
import { currentVersion, type DomainFact, encodeFact } from "#domain/catalogue"
import {
  deriveId,
  type PersonalValues,
  type SealedValues,
  seal,
  type Timestamp,
  type WakeAt,
} from "#domain/kernel"
import { Entropy, Keys, type ProposedEvent } from "#workflows/ports"
import type { Origin } from "./caller.ts"

/** A fact on its way into the log, with where it comes from. */
export interface OriginatedFact {
  readonly fact: DomainFact
  readonly emitted: boolean
  readonly origin: Origin
}

const NONCE = 12
const SALT = 16

const sealAll = Effect.fnUntraced(function* (personal: ReadonlyArray<PersonalValues>) {
  const keys = yield* Keys
  const entropy = yield* Entropy
  const sealed: Array<SealedValues> = []
  for (const values of personal) {
    const key = yield* keys.keyFor(values.subject)
    // The person was erased: what is personal is not written again.
    if (key !== null) sealed.push(seal(values, key, entropy.bytes(NONCE)))
  }
  return sealed
})

const personalOf = ({ emitted, fact, origin }: OriginatedFact): ReadonlyArray<PersonalValues> => {
  const own = fact.personal ?? []
  return emitted || origin.actorName === null
    ? own
    : [...own, { subject: origin.actor.id, values: { actorName: origin.actorName } }]
}

/** Where events are to be written, and what they say of the moment. */
export interface Placement {
  readonly stream: string
  /** Revision of the first event. */
  readonly revision: number
  readonly recordedAt: Timestamp
  /** The stream's next deadline after the append; undefined for streams that have none by nature. */
  readonly wakeAt: WakeAt | null | undefined
}

/**
 * Puts facts into envelopes. The ids are derived from command, stream, revision and time: a repeat of an append carries the
 * same ids, the same command decided twice at once (by two nodes) does not, so that the later one learns of the first.
 */
export const propose = Effect.fnUntraced(function* (
  facts: ReadonlyArray<OriginatedFact>,
  { recordedAt, revision, stream, wakeAt }: Placement,
) {
  const entropy = yield* Entropy
  const proposed: Array<ProposedEvent> = []
  for (const [index, originated] of facts.entries()) {
    const { emitted, fact, origin } = originated
    const personal = personalOf(originated)
    const sealed = personal.length === 0 ? [] : yield* sealAll(personal)
    proposed.push({
      id: deriveId("event", origin.commandId, stream, `${revision + index}`, recordedAt),
      type: fact.type,
      payload: {
        data: encodeFact(fact),
        ...(sealed.length === 0 ? {} : { personal: sealed }),
        salt: Buffer.from(entropy.bytes(SALT)).toString("base64"),
      },
      metadata: {
        version: currentVersion(fact.type),
        actor: origin.actor,
        ...(origin.tenantId === null ? {} : { tenant: origin.tenantId }),
        commandId: origin.commandId,
        commandDigest: origin.commandDigest,
        $correlationId: origin.correlationId,
        $causationId: origin.causationId,
        recordedAt,
        ...(origin.occurredAt === null ? {} : { occurredAt: origin.occurredAt }),
        ...(emitted ? { emitted: true } : {}),
        ...(wakeAt !== undefined && index === facts.length - 1 ? { wakeAt } : {}),
      },
    })
  }
  return proposed
})
