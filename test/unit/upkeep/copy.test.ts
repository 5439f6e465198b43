import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { copyStore } from "#adapters/upkeep"
import { changeGroupTag } from "#workflows/commands"
import { EventStore, EventStoreFailure, type RecordedEvent, START } from "#workflows/ports"
import { callerIn } from "../../support/contoso.ts"
import { anEvent } from "../../support/proposed-events.ts"
import { serviceWorld } from "../../support/service-world.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { aStoreOf, livedIn } from "../../support/whole-service.ts"

const directory = temporaryDirectory()
let files = 0
const aFile = () => aStoreOf(embeddedEventStore(join(directory, `log-${files++}.sqlite`)))
const aMemory = () => aStoreOf(memoryEventStore)

type Store = EventStore["Service"]

const eventsOf = (store: Store) => Stream.runCollect(store.readAll(START))

/** All that is data of an event: everything but the position, which is the store's own. */
const dataOf = (events: ReadonlyArray<RecordedEvent>) =>
  events.map(({ position: _position, ...data }) => data)

const isNote = ({ stream }: RecordedEvent) => stream.startsWith("process-")

/** A store that ends with an error after so many appends. */
const cutAfter = (store: Store, appends: number): Store => {
  let left = appends
  return {
    ...store,
    append: (stream, expected, events) => {
      left -= 1
      return left < 0
        ? Effect.fail(
            new EventStoreFailure({
              operation: "append",
              reason: "The line is cut.",
              remedy: "Mend it.",
              outcome: "not-done",
            }),
          )
        : store.append(stream, expected, events)
    },
  }
}

/** A store that stores each append and then loses the answer, every other time. */
const losingAnswers = (store: Store): Store => {
  let appends = 0
  return {
    ...store,
    append: (stream, expected, events) =>
      store.append(stream, expected, events).pipe(
        Effect.flatMap((appended) => {
          appends += 1
          return appends % 2 === 1
            ? Effect.fail(
                new EventStoreFailure({
                  operation: "append",
                  reason: "The answer was lost.",
                  remedy: "Repeat it.",
                  outcome: "unknown",
                }),
              )
            : Effect.succeed(appended)
        }),
      ),
  }
}

describe("copying a store", () => {
  for (const [kind, aTarget] of [
    ["a file", aFile],
    ["memory", aMemory],
  ] as const)
    it.effect(
      `into ${kind} keeps order, ids, revisions, metadata and times, and leaves the store's own notes out`,
      () =>
        Effect.gen(function* () {
          yield* livedIn
          const from = yield* EventStore
          const to = yield* aTarget()
          const events = yield* eventsOf(from)
          const history = events.filter((event) => !isNote(event))
          expect(history.length).toBeLessThan(events.length)
          const result = yield* copyStore({ from, to })
          expect(result).toMatchObject({ found: 0, copied: history.length, events: history.length, since: 0 })
          expect(dataOf(yield* eventsOf(to))).toEqual(dataOf(history))
          // And back again: the digest is that of the history, wherever it lies.
          const back = yield* copyStore({ from: to, to: yield* aMemory() })
          expect(back.digest).toBe(result.digest)
        }).pipe(Effect.scoped, Effect.provide(serviceWorld)),
    )

  it.effect("that was cut off anywhere is gone on with, and comes to the same", () =>
    Effect.gen(function* () {
      yield* livedIn
      const from = yield* EventStore
      const whole = yield* copyStore({ from, to: yield* aMemory() })
      const to = yield* aMemory()
      for (let cut = 0; cut < 5; cut++) {
        expect(yield* Effect.flip(copyStore({ from, to: cutAfter(to, 2) }))).toMatchObject({
          reason: "The line is cut.",
        })
      }
      const result = yield* copyStore({ from, to })
      expect(result.found).toBeGreaterThanOrEqual(10)
      expect(result.found + result.copied).toBe(whole.events)
      expect(result.digest).toBe(whole.digest)
      expect(yield* copyStore({ from, to })).toMatchObject({ found: whole.events, copied: 0 })
    }).pipe(Effect.scoped, Effect.provide(serviceWorld)),
  )

  it.effect("whose answers are lost stores nothing twice", () =>
    Effect.gen(function* () {
      yield* livedIn
      const from = yield* EventStore
      const to = yield* aMemory()
      const copying = yield* Effect.forkChild(copyStore({ from, to: losingAnswers(to) }))
      while (copying.pollUnsafe() === undefined) yield* TestClock.adjust("1 second")
      const result = yield* Fiber.join(copying)
      expect(yield* eventsOf(to)).toHaveLength(result.events)
    }).pipe(Effect.scoped, Effect.provide(serviceWorld)),
  )

  it.effect("that grew in the meantime takes what is new when it is copied again", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* livedIn
      const from = yield* EventStore
      const to = yield* aMemory()
      const first = yield* copyStore({ from, to })
      yield* changeGroupTag(deviceId, "lab", callerIn(tenantId))
      const again = yield* copyStore({ from, to })
      expect(again).toMatchObject({ found: first.events, copied: again.events - first.events })
      expect(again.copied).toBeGreaterThan(0)
    }).pipe(Effect.scoped, Effect.provide(serviceWorld)),
  )

  it.effect("into a store with a history of its own is refused with the place, and changes nothing", () =>
    Effect.gen(function* () {
      yield* livedIn
      const from = yield* EventStore
      const to = yield* aMemory()
      yield* to.append("device-1", "no-stream", [anEvent({ type: "GroupTagChanged" })])
      const refusal = yield* Effect.flip(copyStore({ from, to }))
      expect(refusal).toMatchObject({
        _tag: "CopyRefused",
        code: "copy-other-history",
        what: "The target has another event where the source goes on.",
        where: 'target, position a1 ("GroupTagChanged", stream "device-1", revision 0)',
        remedy: "Copy into an empty store, or into one that an earlier copy of this source was begun in.",
      })
      expect(yield* eventsOf(to)).toHaveLength(1)
    }).pipe(Effect.scoped, Effect.provide(serviceWorld)),
  )

  it.effect("into a store that has more than the source is refused", () =>
    Effect.gen(function* () {
      yield* livedIn
      const from = yield* EventStore
      const to = yield* aMemory()
      yield* copyStore({ from, to })
      yield* to.append("device-more", "no-stream", [anEvent()])
      expect(yield* Effect.flip(copyStore({ from, to }))).toMatchObject({
        what: "The target has an event that the source has not.",
      })
    }).pipe(Effect.scoped, Effect.provide(serviceWorld)),
  )

  it.effect("that the target stored otherwise is found at the end by its digest", () =>
    Effect.gen(function* () {
      yield* livedIn
      const from = yield* EventStore
      const to = yield* aMemory()
      const forgetful: Store = {
        ...to,
        append: (stream, expected, events) =>
          to.append(
            stream,
            expected,
            events.map((event) => ({ ...event, payload: { ...event.payload, salt: "" } })),
          ),
      }
      expect(yield* Effect.flip(copyStore({ from, to: forgetful }))).toMatchObject({ code: "copy-differs" })
    }).pipe(Effect.scoped, Effect.provide(serviceWorld)),
  )
})
