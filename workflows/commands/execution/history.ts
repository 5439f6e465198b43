import { Effect, Result } from "effect"
import { type DomainFact, decodeFact, type UnreadableEvent } from "#domain/catalogue"
import { later, type Timestamp } from "#domain/kernel"
import { EventStore, type RecordedEvent } from "#workflows/ports"
import type { AnsweredCommand } from "./answer.ts"
import type { OriginatedFact } from "./propose.ts"

/** A recorded event with its facts decoded. */
export interface ReadFact {
  readonly fact: DomainFact
  readonly event: RecordedEvent
}

const decoded = (event: RecordedEvent): Result.Result<ReadFact, UnreadableEvent> =>
  Result.map(decodeFact(event.type, event.metadata.version, event.payload.data), (fact) => ({ fact, event }))

/** Decodes a recorded event. */
export const readFact = (event: RecordedEvent): Effect.Effect<ReadFact, UnreadableEvent> =>
  Effect.fromResult(decoded(event))

/** Reads a stream's events from a revision on and decodes them. */
export const readFacts = Effect.fnUntraced(function* (stream: string, from = 0) {
  const store = yield* EventStore
  const events = yield* store.read(stream, { from })
  const facts: Array<ReadFact> = []
  for (const event of events) {
    const read = decoded(event)
    if (Result.isFailure(read)) return yield* read.failure
    facts.push(read.success)
  }
  return facts
})

/** What a writer must know of a stream besides its state. */
export interface StreamEnd {
  /** Revision of the last event, -1 for a stream that does not exist. */
  readonly revision: number
  readonly position: string
  readonly recordedAt: Timestamp | null
  /** By command id, the commands that the stream carries. */
  readonly answered: ReadonlyMap<string, AnsweredCommand>
}

/** The end of a stream as it is being read or written: it grows with its stream, which only ever grows, too. */
export interface GrowingEnd extends StreamEnd {
  readonly answered: Map<string, AnsweredCommand>
}

/** The end of a stream that does not exist. */
export const noEnd = (): GrowingEnd => ({ revision: -1, position: "", recordedAt: null, answered: new Map() })

/** An event as the end of its stream remembers it. */
export interface Carried {
  readonly fact: DomainFact
  readonly commandId: string
  readonly commandDigest: string
  readonly revision: number
  readonly position: string
  readonly recordedAt: Timestamp
}

/**
 * The end of a stream after more events, all of them recorded. Their commands are added to those of the end before it, so
 * that a long stream costs no more than a short one.
 */
export const extendEnd = (end: GrowingEnd, stream: string, events: ReadonlyArray<Carried>): GrowingEnd => {
  const last = events.at(-1)
  if (last === undefined) return end
  const { answered } = end
  for (const { commandDigest: digest, commandId, fact, position, revision } of events) {
    const before = answered.get(commandId)?.answer
    // Another reader of the same stretch was here already.
    if (before !== undefined && before.revision >= revision) continue
    // Of a person's values nothing is kept in memory.
    const facts = [...(before?.facts ?? []), withoutPersonal(fact)]
    answered.set(commandId, { digest, answer: { stream, revision, position, facts } })
  }
  const { position, recordedAt, revision } = last
  return { revision, position, recordedAt, answered }
}

/** A fact without what is personal in it. */
export const withoutPersonal = (fact: DomainFact): DomainFact => {
  if (fact.personal === undefined) return fact
  const { personal: _personal, ...rest } = fact
  return rest
}

/** Recorded events as the end of their stream remembers them. */
export const carriedOf = (facts: ReadonlyArray<ReadFact>): ReadonlyArray<Carried> =>
  facts.map(({ event, fact }) => {
    const { commandDigest, commandId, recordedAt } = event.metadata
    return {
      fact,
      commandId,
      commandDigest,
      revision: event.revision,
      position: event.position,
      recordedAt,
    }
  })

/** Facts that were appended just now, as the end of their stream remembers them. */
export const carriedBy = (
  facts: ReadonlyArray<Pick<OriginatedFact, "fact" | "origin">>,
  { first, position, recordedAt }: Pick<Carried, "position" | "recordedAt"> & { readonly first: number },
): ReadonlyArray<Carried> =>
  facts.map(({ fact, origin: { commandDigest, commandId } }, index) => ({
    fact,
    commandId,
    commandDigest,
    revision: first + index,
    position,
    recordedAt,
  }))

/** The time that the next event of a stream is stamped with: never earlier than its last one. */
export const stamp = (end: StreamEnd, now: Timestamp): Timestamp =>
  end.recordedAt === null ? now : later(now, end.recordedAt)
