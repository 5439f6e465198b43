import { expect } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { EventStore } from "#workflows/ports"
import { someEvents } from "../../support/proposed-events.ts"
import { aCategory, aStream, type ContractIt } from "./place.ts"

/** How the subscriptions to a category are. */
const statusesOf = Effect.fnUntraced(function* (category: string) {
  const statuses = yield* (yield* EventStore).subscriptions
  return statuses.filter(({ filter }) => filter.categories?.includes(category))
})

export const aboutContract = (it: ContractIt) => {
  it.effect(
    "given a store, when its identity is asked again and at once, then it is always the same and no event of the log",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const { position } = yield* store.append(aStream(), "no-stream", someEvents(1))
        const answers = yield* Effect.all([store.identity, store.identity, store.identity], {
          concurrency: "unbounded",
        })
        expect(new Set(answers).size).toBe(1)
        expect(answers[0]).toMatch(/^[0-9a-f-]{32,36}$/)
        expect(yield* store.head).toBe(position)
        expect(yield* Stream.runCollect(store.readAll(position))).toEqual([])
      }),
  )

  it.effect(
    "given a position, when it is asked how many events follow, then it is told exactly, or that nobody can tell",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const { position } = yield* store.append(aStream(), "no-stream", someEvents(1))
        const countable = (yield* store.countAfter(position)) !== null
        expect(yield* store.countAfter(position)).toBe(countable ? 0 : null)
        yield* store.append(aStream(), "no-stream", someEvents(3))
        expect(yield* store.countAfter(position)).toBe(countable ? 3 : null)
      }),
  )

  it.effect(
    "given a follower, when it is asked how it is, then it is catching up, then live, and gone once it has ended",
    () =>
      Effect.gen(function* () {
        const store = yield* EventStore
        const category = aCategory()
        yield* store.append(aStream(category), "no-stream", someEvents(2))
        const states: Array<string> = []
        yield* store.subscribe("", { categories: [category] }).pipe(
          Stream.tap(
            Effect.fnUntraced(function* (item) {
              const [status, ...others] = yield* statusesOf(category)
              expect(others).toEqual([])
              expect(status?.lastError).toBe(null)
              expect(status?.since).toBeGreaterThan(Date.UTC(2020))
              states.push(`${item._tag}: ${status?.state}`)
            }),
          ),
          Stream.takeUntil(({ _tag }) => _tag === "CaughtUp"),
          Stream.runDrain,
        )
        expect(states.at(-1)).toBe("CaughtUp: live")
        expect(yield* statusesOf(category)).toEqual([])
      }),
  )
}
