import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { EventStore, type ExpectedRevision, MAX_APPEND_BYTES, type ProposedEvent } from "#workflows/ports"
import { anEvent, someEvents } from "../../support/proposed-events.ts"
import { aStream, type ContractIt } from "./place.ts"

const bytesOf = ({ payload, metadata, type }: ProposedEvent) =>
  Buffer.byteLength(JSON.stringify(payload)) + Buffer.byteLength(JSON.stringify(metadata)) + 2 * type.length

/** An event that counts exactly that many bytes. */
const anEventOf = (bytes: number) => {
  const fill = (text: string) => anEvent({ payload: { data: { text }, salt: "c2FsdA==" } })
  const missing = bytes - bytesOf(fill(""))
  // Two bytes a character: a store that counts characters takes too much.
  return fill("é".repeat(Math.floor(missing / 2)) + "e".repeat(missing % 2))
}

export const refusalContract = (it: ContractIt) => {
  const refuses = (
    what: string,
    says: string,
    make: () => { stream?: string; expected?: ExpectedRevision; events?: ReadonlyArray<ProposedEvent> },
  ) =>
    it.effect(`refuses ${what} and stores nothing`, () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const { stream = aStream(), expected = "no-stream" as const, events = [anEvent()] } = make()
        const refusal = yield* Effect.flip(store.append(stream, expected, events))
        expect(refusal._tag).toBe("AppendRefused")
        expect(refusal.message).toContain(says)
        expect(yield* store.read(stream)).toEqual([])
      }),
    )

  refuses("an append without events", "no events", () => ({ events: [] }))
  refuses("an empty stream name", "stream's name is empty", () => ({ stream: "" }))
  refuses("a stream name of 256 characters", "256 characters; 255 are allowed", () => ({
    stream: aStream().padEnd(256, "x"),
  }))
  refuses("a stream name that EventStoreDB keeps for itself", 'begins with "$"', () => ({ stream: "$all" }))
  refuses("a stream name with a control character", '"a\\u0000b"', () => ({ stream: "a\u0000b" }))
  refuses("a stream name that is no Unicode text", "no text", () => ({ stream: "a\ud800" }))
  refuses("an empty event type", "event type is empty", () => ({ events: [anEvent({ type: "" })] }))
  refuses("an event type that EventStoreDB keeps for itself", 'begins with "$"', () => ({
    events: [anEvent({ type: "$metadata" })],
  }))
  refuses("an id that is no UUID", '"event-1" is no UUID', () => ({
    events: [anEvent(), anEvent({ id: "event-1" })],
  }))
  refuses("a UUID in upper case", "lower case", () => ({
    events: [anEvent({ id: "6F1B7C7E-0C0A-5F3E-9A51-2F6D0E2F4A10" })],
  }))
  refuses("an expected revision below 0", "expected revision is -1", () => ({ expected: -1 }))
  refuses("an expected revision that is no whole number", "expected revision is 0.5", () => ({
    expected: 0.5,
  }))
  refuses("a value that JSON does not know", "no JSON", () => ({
    events: [anEvent({ payload: { data: { count: 1n as never }, salt: "c2FsdA==" } })],
  }))
  refuses("an event of one byte too many", "1048577 bytes; 1048576 are allowed", () => ({
    events: [anEventOf(MAX_APPEND_BYTES + 1)],
  }))
  refuses("events that are too large together", "for all its events together", () => ({
    events: [anEventOf(600_000), anEventOf(600_000)],
  }))

  it.effect("takes an append of exactly as many bytes as are allowed", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream().padEnd(255, "x")
      const event = anEventOf(MAX_APPEND_BYTES)
      yield* store.append(stream, "no-stream", [event])
      expect((yield* store.readLast(stream))?.payload).toEqual(event.payload)
    }),
  )

  it.effect("takes two thousand small events in one append", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream()
      expect((yield* store.append(stream, "no-stream", someEvents(2000))).revision).toBe(1999)
      expect(yield* store.read(stream)).toHaveLength(2000)
    }),
  )
}
