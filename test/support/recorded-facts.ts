import { Effect } from "effect"
import { type DomainFact, encodeFact } from "#domain/catalogue"
import { deriveId, type SealedValues, seal, timestampOf, type WakeAt } from "#domain/kernel"
import { Entropy, EventStore, Keys, type ProposedEvent } from "#workflows/ports"

export const TENANT = "11111111-2222-4333-8444-555555555555"

/** 08:30 on the day of the tests, and that many minutes later. */
export const minute = (minutes: number) => timestampOf(Date.UTC(2026, 10, 23, 8, 30 + minutes))

/** A fact as a test gives it, with what its envelope says where that matters. */
export type GivenFact = DomainFact & {
  readonly minute?: number
  readonly tenant?: string
  readonly actor?: string
  readonly wakeAt?: WakeAt | null
}

const sealed = Effect.fnUntraced(function* (fact: DomainFact) {
  const keys = yield* Keys
  const entropy = yield* Entropy
  const parts: Array<SealedValues> = []
  for (const values of fact.personal ?? []) {
    const key = yield* keys.keyFor(values.subject)
    if (key !== null) parts.push(seal(values, key, entropy.bytes(12)))
  }
  return parts
})

const proposed = Effect.fnUntraced(function* (stream: string, revision: number, fact: GivenFact) {
  const id = deriveId("recorded fact", stream, String(revision))
  const event: ProposedEvent = {
    id,
    type: fact.type,
    payload: { data: encodeFact(fact), personal: yield* sealed(fact), salt: "AAAAAAAAAAAAAAAAAAAAAA==" },
    metadata: {
      version: 1,
      actor: { kind: "administrator", id: fact.actor ?? "ada" },
      tenant: fact.tenant ?? TENANT,
      commandId: id,
      commandDigest: "0".repeat(32),
      $correlationId: id,
      $causationId: id,
      recordedAt: minute(fact.minute ?? 0),
      ...(fact.wakeAt === undefined ? {} : { wakeAt: fact.wakeAt }),
    },
  }
  return event
})

/** Appends facts to the end of a stream, sealed and in their envelopes; gives the position of the last one. */
export const record = Effect.fnUntraced(function* (stream: string, ...facts: ReadonlyArray<GivenFact>) {
  const store = yield* EventStore
  const last = yield* store.readLast(stream)
  const next = last === undefined ? 0 : last.revision + 1
  const events = yield* Effect.forEach(facts, (fact, index) => proposed(stream, next + index, fact))
  const { position } = yield* store.append(stream, last?.revision ?? "no-stream", events)
  return position
})
