import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { EventStore, WrongExpectedRevision } from "#workflows/ports"
import { anEvent, someEvents } from "../../support/proposed-events.ts"
import { aStream, type ContractIt, idsOf } from "./place.ts"

export const appendContract = (it: ContractIt) => {
  it.effect("given no stream, when an event is appended, then it has revision 0 and can be read", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream()
      const event = anEvent()
      const appended = yield* store.append(stream, "no-stream", [event])
      expect(appended.revision).toBe(0)
      expect(yield* store.read(stream)).toEqual([
        { ...event, stream, revision: 0, position: appended.position },
      ])
    }),
  )

  it.effect(
    "given a stream, when several events are appended, then they follow it in order and the last one is answered",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const [first, rest] = [anEvent(), someEvents(3)]
        const { position } = yield* store.append(stream, "no-stream", [first])
        const appended = yield* store.append(stream, 0, rest)
        const history = yield* store.read(stream)
        expect(idsOf(history)).toEqual(idsOf([first, ...rest]))
        expect(history.map(({ revision }) => revision)).toEqual([0, 1, 2, 3])
        expect(appended).toEqual({ revision: 3, position: history[3]?.position })
        expect(appended.position > position).toBe(true)
      }),
  )

  const conflicts = [
    { given: 1, expected: "no-stream", actual: 0 },
    { given: 0, expected: 0, actual: "no-stream" },
    { given: 3, expected: 1, actual: 2 },
    { given: 3, expected: 3, actual: 2 },
    { given: 3, expected: 900, actual: 2 },
  ] as const
  for (const { given, expected, actual } of conflicts)
    it.effect(
      `given ${given} events, when one is appended expecting ${expected}, then it conflicts and nothing is stored`,
      () =>
        Effect.gen(function* () {
          const store = yield* EventStore
          const stream = aStream()
          if (given > 0) yield* store.append(stream, "no-stream", someEvents(given))
          const conflict = yield* Effect.flip(store.append(stream, expected, [anEvent()]))
          expect(conflict).toEqual(new WrongExpectedRevision({ stream, expected, actual }))
          expect(yield* store.read(stream)).toHaveLength(given)
        }),
    )

  it.effect("given a conflict, when the append is made at the actual revision, then it is stored", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream()
      yield* store.append(stream, "no-stream", someEvents(2))
      const event = anEvent()
      yield* Effect.flip(store.append(stream, 0, [event]))
      expect((yield* store.append(stream, 1, [event])).revision).toBe(2)
    }),
  )

  it.effect(
    "given texts of all scripts, numbers and nested values, when read back, then payload and metadata are what was given, keys in order",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const event = anEvent({
          type: "ÄnderungΩ事件🛩",
          payload: {
            data: {
              zulu: 'Grüße, 東京, \u{1f6e9}\u{fe0f}, \u0000, \ud800, \u2028, "quoted", \\',
              alpha: [0, -1.5, 1e-7, 2 ** 53 - 1, true, null, [], {}],
              nested: { b: { a: [{ "": "empty key" }] } },
            },
            personal: [{ subject: "person-1", sealed: "AAEC" }],
            salt: "c2FsdA==",
          },
        })
        yield* store.append(stream, "no-stream", [event])
        const [read] = yield* store.read(stream)
        expect(read?.type).toBe(event.type)
        expect(JSON.stringify(read?.payload)).toBe(JSON.stringify(event.payload))
        expect(JSON.stringify(read?.metadata)).toBe(JSON.stringify(event.metadata))
      }),
  )

  it.effect(
    "given an event, when its maker changes the object afterwards, then the log keeps what was appended",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const data = { groupTag: "before" }
        yield* store.append(stream, "no-stream", [anEvent({ payload: { data, salt: "c2FsdA==" } })])
        data.groupTag = "after"
        expect((yield* store.readLast(stream))?.payload.data).toEqual({ groupTag: "before" })
      }),
  )

  it.effect(
    "given a name with dashes and unusual characters, when appended, then its stream is found by exactly that name",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = `${aStream()}~Ünï'cödé"%_-*`
        yield* store.append(stream, "no-stream", [anEvent()])
        expect(yield* store.read(stream)).toHaveLength(1)
        expect(yield* store.read(stream.toUpperCase())).toEqual([])
      }),
  )

  it.effect("given the same id twice in one append, and in another stream, then each is stored", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const [one, other] = [aStream(), aStream()]
      const event = anEvent()
      yield* store.append(one, "no-stream", [event, event])
      yield* store.append(other, "no-stream", [event])
      expect(idsOf(yield* store.read(one))).toEqual([event.id, event.id])
      expect(idsOf(yield* store.read(other))).toEqual([event.id])
    }),
  )
}
