import { Effect } from "effect"
import { type DomainFact, decodeFact } from "#domain/catalogue"
import { later, type Timestamp } from "#domain/kernel"
import { EventStore, type RecordedEvent } from "#workflows/ports"
import type { AnsweredCommand } from "./answer.ts"

/** A recorded event with its facts decoded. */
export interface ReadFact {
  readonly fact: DomainFact
  readonly event: RecordedEvent
}

/** Reads a stream's events from a revision on and decodes them. */
export const readFacts = Effect.fnUntraced(function* (stream: string, from = 0) {
  const store = yield* EventStore
  const events = yield* store.read(stream, { from })
  const facts: Array<ReadFact> = []
  for (const event of events)
    facts.push({
      fact: yield* Effect.fromResult(decodeFact(event.type, event.metadata.version, event.payload.data)),
      event,
    })
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

/** The end of a stream that does not exist. */
export const noEnd: StreamEnd = { revision: -1, position: "", recordedAt: null, answered: new Map() }

/** The end of a stream after more of its events were read. */
export const extendEnd = (end: StreamEnd, facts: ReadonlyArray<ReadFact>): StreamEnd => {
  const last = facts.at(-1)
  if (last === undefined) return end
  const answered = new Map(end.answered)
  for (const { event, fact } of facts) {
    const { commandDigest, commandId } = event.metadata
    const before = answered.get(commandId)
    answered.set(commandId, {
      digest: commandDigest,
      answer: {
        stream: event.stream,
        revision: event.revision,
        position: event.position,
        facts: [...(before?.answer.facts ?? []), fact],
      },
    })
  }
  const { position, revision } = last.event
  return { revision, position, recordedAt: last.event.metadata.recordedAt, answered }
}

/** The time that the next event of a stream is stamped with: never earlier than its last one. */
export const stamp = (end: StreamEnd, now: Timestamp): Timestamp =>
  end.recordedAt === null ? now : later(now, end.recordedAt)
