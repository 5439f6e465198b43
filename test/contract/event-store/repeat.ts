import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { EventStore } from "#workflows/ports"
import { anEvent, someEvents } from "../../support/proposed-events.ts"
import { aStream, type ContractIt, idsOf } from "./place.ts"

export const repeatContract = (it: ContractIt) => {
  it.effect(
    "given an append, when it is repeated with the same ids and expected revision, then it is answered as before and stored once",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const events = someEvents(3)
        const first = yield* store.append(stream, "no-stream", events)
        expect(yield* store.append(stream, "no-stream", events)).toEqual(first)
        expect(idsOf(yield* store.read(stream))).toEqual(idsOf(events))
      }),
  )

  it.effect("given an append that others followed, when it is repeated, then it is answered as before", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream()
      yield* store.append(stream, "no-stream", someEvents(2))
      const events = someEvents(2)
      const first = yield* store.append(stream, 1, events)
      yield* store.append(stream, 3, someEvents(5))
      expect(yield* store.append(stream, 1, events)).toEqual(first)
      expect(yield* store.read(stream)).toHaveLength(9)
    }),
  )

  it.effect(
    "given an append, when only its first events are repeated, then the last of these is answered",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const events = someEvents(3)
        yield* store.append(stream, "no-stream", events)
        const answer = yield* store.append(stream, "no-stream", events.slice(0, 2))
        const history = yield* store.read(stream)
        expect(answer).toEqual({ revision: 1, position: history[1]?.position })
        expect(history).toHaveLength(3)
      }),
  )

  const events = someEvents(4)
  const wrong = [
    { when: "old ids and one new one", expected: "no-stream", ids: [0, 1, 3] },
    { when: "the ids of a later part", expected: "no-stream", ids: [1, 2] },
    { when: "the ids in another order", expected: "no-stream", ids: [1, 0] },
    { when: "the same ids at another, older revision", expected: 0, ids: [0, 1] },
    { when: "the same ids beyond the end", expected: 7, ids: [0, 1, 2] },
  ] as const
  for (const { when, expected, ids } of wrong)
    it.effect(`given three events, when ${when} are appended expecting ${expected}, then it conflicts`, () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        yield* store.append(stream, "no-stream", events.slice(0, 3))
        const again = ids.map((index) => events[index] ?? anEvent())
        expect(yield* Effect.flip(store.append(stream, expected, again))).toMatchObject({
          _tag: "WrongExpectedRevision",
          expected,
          actual: 2,
        })
        expect(yield* store.read(stream)).toHaveLength(3)
      }),
    )

  it.effect(
    "given an append, when its ids are appended at the refreshed revision, then they are stored again: no store looks for ids there",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const events = someEvents(2)
        yield* store.append(stream, "no-stream", events)
        expect((yield* store.append(stream, 1, events)).revision).toBe(3)
        expect(idsOf(yield* store.read(stream))).toEqual(idsOf([...events, ...events]))
      }),
  )
}
