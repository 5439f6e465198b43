import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { EventStore } from "#workflows/ports"
import { someEvents } from "../../support/proposed-events.ts"
import { aStream, type ContractIt, idsOf, isOrdered } from "./place.ts"

export const readContract = (it: ContractIt) => {
  it.effect("given no stream, when it is read, then there is nothing", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream()
      expect(yield* store.read(stream)).toEqual([])
      expect(yield* store.read(stream, { from: 3 })).toEqual([])
      expect(yield* store.readLast(stream)).toBe(undefined)
    }),
  )

  it.effect(
    "given a stream, when a part is read, then it begins at the revision and has no more than the limit",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const events = someEvents(10)
        yield* store.append(stream, "no-stream", events)
        const part = (options: { from?: number; limit?: number }) =>
          Effect.map(store.read(stream, options), idsOf)
        expect(yield* part({ from: 7 })).toEqual(idsOf(events.slice(7)))
        expect(yield* part({ limit: 3 })).toEqual(idsOf(events.slice(0, 3)))
        expect(yield* part({ from: 4, limit: 2 })).toEqual(idsOf(events.slice(4, 6)))
        expect(yield* part({ from: 8, limit: 100 })).toEqual(idsOf(events.slice(8)))
        expect(yield* part({ from: 10 })).toEqual([])
        expect(yield* part({ limit: 0 })).toEqual([])
      }),
  )

  it.effect(
    "given some streams, when it is asked which there are, then those that were written are told",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const [written, other, missing] = [aStream(), aStream(), aStream()]
        for (const stream of [written, other]) yield* store.append(stream, "no-stream", someEvents(2))
        expect(yield* store.existing([missing, written])).toEqual(new Set([written]))
        expect(yield* store.existing([other, written, written])).toEqual(new Set([written, other]))
        expect(yield* store.existing(["", "$streams", missing])).toEqual(new Set())
        expect(yield* store.existing([])).toEqual(new Set())
      }),
  )

  it.effect("given a stream, when its last event is read, then it is the one appended last", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream()
      const events = someEvents(3)
      const { position } = yield* store.append(stream, "no-stream", events)
      expect(yield* store.readLast(stream)).toEqual({ ...events[2], stream, revision: 2, position })
    }),
  )

  it.effect(
    "given two streams written in turns, when each is read, then it has only its own events, in log order",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const [one, other] = [aStream(), aStream()]
        for (let turn = 0; turn < 5; turn++)
          for (const stream of [one, other])
            yield* store.append(stream, turn === 0 ? "no-stream" : turn - 1, someEvents(1))
        const history = yield* store.read(one)
        expect(history.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4])
        expect(history.every(({ stream }) => stream === one)).toBe(true)
        expect(isOrdered(history)).toBe(true)
      }),
  )
}
