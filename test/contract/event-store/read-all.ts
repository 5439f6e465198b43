import { expect } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { EventStore } from "#workflows/ports"
import { anEvent, someEvents } from "../../support/proposed-events.ts"
import { aCategory, aStream, type ContractIt, idsOf, isOrdered, logOf } from "./place.ts"

export const readAllContract = (it: ContractIt) => {
  it.effect(
    "given events in several streams, when the log is read, then all are there once, in the order of their appends",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const before = yield* store.head
        const ids: Array<string> = []
        for (let turn = 0; turn < 12; turn++) {
          const events = someEvents(60)
          yield* store.append(aStream(), "no-stream", events)
          ids.push(...idsOf(events))
        }
        const log = yield* Stream.runCollect(store.readAll(before))
        expect(idsOf(log)).toEqual(ids)
        expect(isOrdered(log)).toBe(true)
      }),
  )

  it.effect(
    "given the position of any event, when the log is read after it, then exactly the rest comes",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const category = aCategory()
        yield* store.append(aStream(category), "no-stream", someEvents(4))
        const log = yield* logOf({ categories: [category] })
        for (const [index, { position }] of log.entries()) {
          const rest = yield* Stream.runCollect(store.readAll(position, { categories: [category] }))
          expect(rest).toEqual(log.slice(index + 1))
        }
      }),
  )

  it.effect(
    "given streams of several categories, when the log is filtered, then only these come, still in log order",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const [one, two, three] = [aCategory(), aCategory(), aCategory()]
        for (const category of [one, two, three, two, one])
          yield* store.append(aStream(category), "no-stream", someEvents(100))
        // Neither a longer name nor a name without a dash belongs to the category.
        yield* store.append(aStream(`${one}x`), "no-stream", [anEvent()])
        yield* store.append(one, "no-stream", [anEvent()])
        const found = yield* logOf({ categories: [two, one] })
        const categories = found.map(({ stream }) => stream.split("-")[0])
        expect(categories).toEqual([one, two, two, one].flatMap((category) => Array(100).fill(category)))
        expect(isOrdered(found)).toBe(true)
        expect(yield* logOf({ categories: [aCategory()] })).toEqual([])
        expect(yield* logOf({ categories: [] })).toEqual([])
      }),
  )

  it.effect(
    "given a reader at its first event, when more is appended, then it still ends where the log ended as it began",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const category = aCategory()
        const events = someEvents(700)
        yield* store.append(aStream(category), "no-stream", events)
        const read: Array<string> = []
        yield* Stream.runForEach(
          store.readAll("", { categories: [category] }),
          Effect.fnUntraced(function* ({ id }) {
            if (read.length % 100 === 0) yield* store.append(aStream(category), "no-stream", [anEvent()])
            read.push(id)
          }),
        )
        expect(read).toEqual(idsOf(events))
      }),
  )

  it.effect("given a reader that has seen enough, when it stops, then the store goes on", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const category = aCategory()
      const events = someEvents(600)
      yield* store.append(aStream(category), "no-stream", events)
      const some = yield* store
        .readAll("", { categories: [category] })
        .pipe(Stream.take(3), Stream.runCollect)
      expect(idsOf(some)).toEqual(idsOf(events.slice(0, 3)))
      expect(yield* logOf({ categories: [category] })).toHaveLength(600)
    }),
  )

  it.effect(
    "given a text that is no position, when the log is read or followed from it, then it is named in the failure",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        for (const wrong of ["seven", "b7", "a07", " ", "a-1"]) {
          const read = yield* Effect.flip(Stream.runCollect(store.readAll(wrong)))
          const followed = yield* Effect.flip(Stream.runCollect(store.subscribe(wrong)))
          for (const failure of [read, followed]) {
            expect(failure._tag).toBe("EventStoreFailure")
            expect(failure.message).toContain(`"${wrong}" is no position`)
          }
        }
      }),
  )

  it.effect("given an append, when the head is asked, then it is the position that was answered", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const { position } = yield* store.append(aStream(), "no-stream", someEvents(2))
      expect(yield* store.head).toBe(position)
    }),
  )
}
