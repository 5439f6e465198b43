import { expect } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { EventStore, type LogFilter, type Position, type SubscriptionItem } from "#workflows/ports"
import { anEvent, someEvents } from "../../support/proposed-events.ts"
import { aCategory, aStream, type ContractIt, idsOf, isOrdered, logOf } from "./place.ts"

/** What a subscription gave until it had given that many events and, after them or before, its CaughtUp. */
const follow = (after: Position, filter: LogFilter, count: number, pause = 0) =>
  Effect.gen(function* () {
    const store = yield* EventStore
    const items: Array<SubscriptionItem> = []
    const isDone = () => eventsOf(items).length >= count && items.some(({ _tag }) => _tag === "CaughtUp")
    yield* store.subscribe(after, filter).pipe(
      Stream.tap((item) =>
        Effect.andThen(
          Effect.sleep(pause),
          Effect.sync(() => items.push(item)),
        ),
      ),
      Stream.takeUntil(isDone),
      Stream.runDrain,
    )
    return items
  })

const eventsOf = (items: ReadonlyArray<SubscriptionItem>) =>
  items.flatMap((item) => (item._tag === "Events" ? item.events : []))

/** Writers that append at once, each to a stream of its own, event after event. */
const writers = (category: string, count: number, each: number) =>
  Effect.forEach(
    Array.from({ length: count }, () => aStream(category)),
    Effect.fnUntraced(function* (stream) {
      const store = yield* EventStore
      for (let revision = 0; revision < each; revision++)
        yield* store.append(stream, revision === 0 ? "no-stream" : revision - 1, [anEvent()])
    }),
    { concurrency: "unbounded", discard: true },
  )

export const subscribeContract = (it: ContractIt) => {
  it.effect(
    "given a log, when it is followed, then what is there comes first, then one CaughtUp, then what is appended",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const category = aCategory()
        const [old, young] = [someEvents(600), someEvents(3)]
        const { position } = yield* store.append(aStream(category), "no-stream", old)
        const caughtUp: Array<number> = []
        const seen: Array<string> = []
        yield* store.subscribe("", { categories: [category] }).pipe(
          Stream.tap(
            Effect.fnUntraced(function* (item) {
              if (item._tag === "Events") return void seen.push(...idsOf(item.events))
              expect(item.position >= position).toBe(true)
              caughtUp.push(seen.length)
              for (const event of young) yield* store.append(aStream(category), "no-stream", [event])
            }),
          ),
          Stream.takeUntil(() => seen.length >= old.length + young.length),
          Stream.runDrain,
        )
        expect(caughtUp).toEqual([old.length])
        expect(seen).toEqual(idsOf([...old, ...young]))
      }),
  )

  it.effect("given nothing to read, when the log is followed, then CaughtUp comes at once", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const head = yield* store.head
      const [first] = yield* store.subscribe(head).pipe(Stream.take(1), Stream.runCollect)
      expect(first).toEqual({ _tag: "CaughtUp", position: head })
      const none = yield* follow("", { categories: [aCategory()] }, 0)
      expect(none).toEqual([{ _tag: "CaughtUp", position: head }])
    }),
  )

  it.effect("given the position of any event, when followed from it, then exactly the rest comes", () =>
    Effect.gen(function* () {
      const store = yield* EventStore
      const category = aCategory()
      yield* store.append(aStream(category), "no-stream", someEvents(4))
      const log = yield* logOf({ categories: [category] })
      for (const [index, { position }] of log.entries()) {
        const rest = yield* follow(position, { categories: [category] }, log.length - index - 1)
        expect(eventsOf(rest)).toEqual(log.slice(index + 1))
      }
    }),
  )

  it.effect(
    "given writers at work, when several follow from different moments, then each sees every event once, in log order",
    () =>
      Effect.gen(function* () {
        const category = aCategory()
        const filter = { categories: [category] }
        const early = yield* Effect.forkChild(follow("", filter, 320))
        const slow = yield* Effect.forkChild(follow("", filter, 320, 2))
        const writing = yield* Effect.forkChild(writers(category, 16, 20))
        yield* Effect.sleep(5)
        const late = yield* follow("", filter, 320)
        yield* Fiber.join(writing)
        const log = yield* logOf(filter)
        expect(log).toHaveLength(320)
        expect(isOrdered(log)).toBe(true)
        for (const items of [yield* Fiber.join(early), yield* Fiber.join(slow), late]) {
          expect(idsOf(eventsOf(items))).toEqual(idsOf(log))
          expect(items.filter(({ _tag }) => _tag === "CaughtUp")).toHaveLength(1)
        }
      }),
  )

  it.effect("given a filter, when others are appended in between, then only the wanted ones come", () =>
    Effect.gen(function* () {
      const [wanted, other] = [aCategory(), aCategory()]
      const follower = yield* Effect.forkChild(follow("", { categories: [wanted] }, 40))
      yield* Effect.all([writers(wanted, 4, 10), writers(other, 4, 10)], { concurrency: "unbounded" })
      const events = eventsOf(yield* Fiber.join(follower))
      expect(events.every(({ stream }) => stream.startsWith(`${wanted}-`))).toBe(true)
      expect(events).toHaveLength(40)
    }),
  )

  it.effect(
    "given a follower that was stopped, when events are appended and others follow, then all goes on",
    () =>
      Effect.gen(function* () {
        const category = aCategory()
        const filter = { categories: [category] }
        const stopped = yield* Effect.forkChild(follow("", filter, 1))
        const staying = yield* Effect.forkChild(follow("", filter, 10))
        yield* Effect.sleep(5)
        yield* Fiber.interrupt(stopped)
        yield* writers(category, 2, 5)
        expect(eventsOf(yield* Fiber.join(staying))).toHaveLength(10)
      }),
  )
}
