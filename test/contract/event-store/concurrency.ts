import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { EventStore, type ExpectedRevision, type ProposedEvent } from "#workflows/ports"
import { anEvent, someEvents } from "../../support/proposed-events.ts"
import { aCategory, aStream, type ContractIt, idsOf, isOrdered, logOf } from "./place.ts"

const WRITERS = 64

/** Appends at the revision that a conflict names until it has won one. */
const win = (stream: string, event: ProposedEvent) =>
  Effect.flatMap(EventStore, (store) => {
    const at = (expected: ExpectedRevision): Effect.Effect<number, unknown> =>
      store.append(stream, expected, [event]).pipe(
        Effect.map(({ revision }) => revision),
        Effect.catchTag("WrongExpectedRevision", ({ actual }) => at(actual)),
      )
    return at("no-stream")
  })

export const concurrencyContract = (it: ContractIt) => {
  it.effect(
    "given 64 writers on one stream, when each appends until it wins, then every revision has exactly one winner",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const events = someEvents(WRITERS)
        const won = yield* Effect.forEach(events, (event) => win(stream, event), { concurrency: "unbounded" })
        const history = yield* store.read(stream)
        expect(won.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: WRITERS }, (_, revision) => revision),
        )
        expect(won.map((revision) => history[revision]?.id)).toEqual(idsOf(events))
        expect(history).toHaveLength(WRITERS)
      }),
  )

  it.effect("given 64 writers who expect the same revision, then one is stored and all others conflict", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const stream = aStream()
      const outcomes = yield* Effect.forEach(
        someEvents(WRITERS),
        (event) => Effect.result(store.append(stream, "no-stream", [event])),
        { concurrency: "unbounded" },
      )
      expect(outcomes.filter(({ _tag }) => _tag === "Success")).toHaveLength(1)
      expect(yield* store.read(stream)).toHaveLength(1)
    }),
  )

  it.effect(
    "given appends made at once, when some of them conflict or are refused, then the others are stored in log order",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const category = aCategory()
        const taken = aStream(category)
        yield* store.append(taken, "no-stream", [anEvent()])
        const appends = Array.from({ length: 60 }, (_, index) => {
          if (index % 3 === 1) return { stream: taken, events: [anEvent()] }
          return { stream: aStream(category), events: index % 3 === 2 ? [] : someEvents(2) }
        })
        const outcomes = yield* Effect.forEach(
          appends,
          ({ stream, events }) => Effect.result(store.append(stream, "no-stream", events)),
          { concurrency: "unbounded" },
        )
        outcomes.forEach(({ _tag }, index) => {
          expect(_tag).toBe(index % 3 === 0 ? "Success" : "Failure")
        })
        const log = yield* logOf({ categories: [category] })
        expect(log).toHaveLength(41)
        expect(isOrdered(log)).toBe(true)
      }),
  )

  it.effect(
    "given an append under way, when it is repeated at once, then both are answered alike and it is stored once",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const stream = aStream()
        const events = someEvents(2)
        const again = Array.from({ length: 8 }, () => store.append(stream, "no-stream", events))
        const answers = yield* Effect.all(again, { concurrency: "unbounded" })
        expect(new Set(answers.map(({ position }) => position)).size).toBe(1)
        expect(yield* store.read(stream)).toHaveLength(2)
      }),
  )

  it.effect("given appends of one event each and of many, then the events of one append stand together", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const category = aCategory()
      yield* Effect.forEach(
        Array.from({ length: 30 }, (_, index) => someEvents((index % 5) + 1)),
        (events) => store.append(aStream(category), "no-stream", events),
        { concurrency: "unbounded" },
      )
      const log = yield* logOf({ categories: [category] })
      const changes = log.filter(({ stream }, index) => log[index - 1]?.stream !== stream)
      expect(log).toHaveLength(90)
      expect(changes).toHaveLength(30)
    }),
  )
}
