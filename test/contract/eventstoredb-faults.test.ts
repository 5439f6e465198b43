import { describe, expect, it } from "@effect/vitest"
import { status } from "@grpc/grpc-js"
import { Effect, Exit, Fiber, Scope, Stream } from "effect"
import { type EventStore, START } from "#workflows/ports"
import { CallRefused, notLeader, notReady, tooSlow } from "../support/eventstoredb-protocol/status.ts"
import { openMemory, openStore, openWorld, serve } from "../support/eventstoredb-world.ts"
import { anEvent, someEvents } from "../support/proposed-events.ts"
import { idsOf } from "./event-store/place.ts"

type Store = EventStore["Service"]

const idsIn = (store: Store) => Effect.map(Stream.runCollect(store.readAll(START)), idsOf)

/** Follows a store into a list of ids, and tells how often it was told to be caught up. */
const following = Effect.fnUntraced(function* (store: Store) {
  const seen: Array<string> = []
  const told = { caughtUp: 0 }
  const fiber = yield* Effect.forkChild(
    Stream.runForEach(store.subscribe(START), (item) =>
      Effect.sync(() => {
        if (item._tag === "Events") seen.push(...idsOf(item.events))
        else told.caughtUp += 1
      }),
    ),
    { startImmediately: true },
  )
  return { seen, told, fiber }
})

/** Waits until something is so, for at most some seconds. */
const until = (isSo: () => boolean) =>
  Effect.gen(function* () {
    while (!isSo()) yield* Effect.sleep(5)
  }).pipe(Effect.timeout("8 seconds"))

const stateOf = (store: Store) => Effect.map(store.subscriptions, ([status]) => status)

/** Waits until the one subscription is in a state. */
const untilState = (store: Store, state: string) =>
  Effect.gen(function* () {
    while ((yield* stateOf(store))?.state !== state) yield* Effect.sleep(5)
  }).pipe(Effect.timeout("8 seconds"))

describe("an append whose answer is lost", () => {
  it.live("is repeated by itself and counts once, whoever else was on the line", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld()
      server.faults.loseAnswers = 5
      const events = someEvents(40)
      const answers = yield* Effect.forEach(
        events,
        (event, n) => store.append(`device-${n}`, "no-stream", [event, anEvent()]),
        { concurrency: "unbounded" },
      )
      expect(server.faults.loseAnswers).toBe(0)
      expect(answers.every(({ revision }) => revision === 1)).toBe(true)
      const stored = yield* idsIn(store)
      expect(stored).toHaveLength(80)
      expect(new Set(stored).size).toBe(80)
      expect(new Set(idsOf(events)).isSubsetOf(new Set(stored))).toBe(true)
    }),
  )

  it.live(
    "has an unknown outcome when patience ends, and its caller's repeat is answered as the first one",
    () =>
      Effect.gen(function* () {
        const { behind, server, store } = yield* openWorld({ patienceMillis: 0 })
        // The first answer, and that of the one repeat which needs no patience.
        server.faults.loseAnswers = 2
        const events = someEvents(2)
        const failure = yield* Effect.flip(store.append("device-1", "no-stream", events))
        expect(failure).toMatchObject({ _tag: "EventStoreFailure", outcome: "unknown" })
        const stored = yield* behind.readLast("device-1")
        expect(yield* store.append("device-1", "no-stream", events)).toMatchObject({ revision: 1 })
        expect(yield* behind.readLast("device-1")).toEqual(stored)
      }),
  )
})

describe("a server that stops answering", () => {
  it.live("makes an append fail in time with an unknown outcome, and takes its repeat later", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld({ limitMillis: 150, patienceMillis: 200 })
      server.faults.isStalled = true
      const event = anEvent()
      const failure = yield* Effect.flip(store.append("device-1", "no-stream", [event])).pipe(
        Effect.timeout("3 seconds"),
      )
      expect(failure).toMatchObject({ _tag: "EventStoreFailure", outcome: "unknown" })
      expect(failure.message).toContain('append to "device-1": The server did not answer within 150 ms.')
      server.faults.isStalled = false
      expect(yield* store.append("device-1", "no-stream", [event])).toMatchObject({ revision: 0 })
      expect(yield* idsIn(store)).toEqual([event.id])
    }),
  )

  it.live("makes reads fail in time, and they can be repeated", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld({ limitMillis: 150, patienceMillis: 200 })
      yield* store.append("device-1", "no-stream", someEvents(3))
      server.faults.isStalled = true
      const reads: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
        store.read("device-1"),
        store.readLast("device-1"),
        store.head,
        idsIn(store),
      ]
      const failures = yield* Effect.forEach(reads, Effect.flip, { concurrency: "unbounded" })
      for (const failure of failures)
        expect(failure).toMatchObject({ _tag: "EventStoreFailure", outcome: "not-done" })
      server.faults.isStalled = false
      expect(yield* store.read("device-1")).toHaveLength(3)
      expect(yield* idsIn(store)).toHaveLength(3)
    }),
  )

  it.live("is asked anew by a subscription that has heard nothing for long", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld({ quietMillis: 200 })
      const { seen, told, fiber } = yield* following(store)
      yield* until(() => told.caughtUp === 1)
      server.faults.isStalled = true
      // Stored without an answer, and lost on the way to the subscription.
      const appending = yield* Effect.forkChild(store.append("device-1", "no-stream", someEvents(2)), {
        startImmediately: true,
      })
      yield* Effect.sleep(50)
      expect(seen).toEqual([])
      server.faults.isStalled = false
      yield* until(() => seen.length === 2)
      yield* Fiber.join(appending)
      yield* Fiber.interrupt(fiber)
    }),
  )
})

describe("a subscription that is cut", () => {
  const ways = [
    { how: "its line is cut", refusal: undefined, says: "The connection was cut" },
    { how: "the server drops it as too slow", refusal: tooSlow, says: "could not keep up" },
    {
      how: "its right is withdrawn",
      refusal: () => new CallRefused(status.PERMISSION_DENIED, "Access Denied"),
      says: "refused the user",
    },
  ]
  for (const { how, refusal, says } of ways)
    it.live(`goes on by itself when ${how}: every event once, in order, one CaughtUp, and it tells`, () =>
      Effect.gen(function* () {
        const { server, store } = yield* openWorld()
        yield* store.append("device-0", "no-stream", someEvents(300))
        const { seen, told, fiber } = yield* following(store)
        for (let round = 1; round <= 4; round++) {
          server.cut(refusal?.(), "subscriptions")
          yield* store.append(`device-${round}`, "no-stream", someEvents(20))
          yield* until(() => seen.length >= 300 + round * 20)
        }
        expect(seen).toEqual(yield* idsIn(store))
        expect(told.caughtUp).toBe(1)
        expect((yield* stateOf(store))?.lastError).toContain(says)
        yield* Fiber.interrupt(fiber)
      }),
    )

  it.live("resumes in the middle of a slow reader's catching up", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld()
      for (let n = 0; n < 4; n++) yield* store.append(`device-${n}`, "no-stream", someEvents(400))
      const seen: Array<string> = []
      const done = Stream.runDrain(
        store.subscribe(START).pipe(
          Stream.tap(
            Effect.fnUntraced(function* (item) {
              if (item._tag === "Events") seen.push(...idsOf(item.events))
              server.cut(undefined, "subscriptions")
              yield* Effect.sleep(1)
            }),
          ),
          Stream.takeUntil(({ _tag }) => _tag === "CaughtUp"),
        ),
      )
      yield* Effect.timeout(done, "20 seconds")
      expect(seen).toEqual(yield* idsIn(store))
    }),
  )

  it.live("is resuming while the server is away, and live again when it is back", () =>
    Effect.gen(function* () {
      const behind = yield* openMemory
      const scope = yield* Scope.make()
      const server = yield* Scope.provide(serve(behind), scope)
      const store = yield* openStore(server.url, { patienceMillis: 6000 })
      const { seen, told, fiber } = yield* following(store)
      yield* until(() => told.caughtUp === 1)
      expect((yield* stateOf(store))?.state).toBe("live")
      yield* Scope.close(scope, Exit.void)
      yield* untilState(store, "resuming")
      const appending = yield* Effect.forkChild(store.append("device-1", "no-stream", someEvents(3)), {
        startImmediately: true,
      })
      yield* Effect.sleep(300)
      yield* serve(behind, { port: server.port })
      expect((yield* Fiber.join(appending)).revision).toBe(2)
      yield* until(() => seen.length === 3)
      yield* untilState(store, "live")
      yield* Fiber.interrupt(fiber)
    }),
  )
})

describe("reading the whole log", () => {
  it.live("goes on where it stood when its line is cut", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld()
      for (let n = 0; n < 10; n++) yield* store.append(`device-${n}`, "no-stream", someEvents(400))
      const read: Array<string> = []
      yield* Stream.runForEach(store.readAll(START), ({ id }) =>
        Effect.sync(() => {
          read.push(id)
          if (read.length % 700 === 0) server.cut()
        }),
      )
      expect(read).toHaveLength(4000)
      expect(new Set(read).size).toBe(4000)
    }),
  )

  it.live("leaves out what other programs wrote, and the head is Flightlog's last event", () =>
    Effect.gen(function* () {
      const { behind, store } = yield* openWorld()
      const { position } = yield* store.append("device-1", "no-stream", someEvents(2))
      const foreign = { payload: { hello: "world" } as never, metadata: {} as never }
      for (let n = 0; n < 60; n++) yield* behind.append(`other-${n}`, "no-stream", [anEvent(foreign)])
      expect(yield* idsIn(store)).toHaveLength(2)
      expect(yield* store.head).toBe(position)
      yield* behind.append("device-1", 1, [anEvent(foreign)])
      const failure = yield* Effect.flip(store.read("device-1"))
      expect(failure.message).toBe(
        'The event store could not read "device-1": Its event 2 ("SomethingNoted") was not written by Flightlog. ' +
          "Let no other program write to Flightlog's streams, or give Flightlog a database of its own.",
      )
    }),
  )

  it.live("names a position at which no event stands", () =>
    Effect.gen(function* () {
      const { store } = yield* openWorld()
      yield* store.append("device-1", "no-stream", someEvents(3))
      for (const read of [store.readAll("b77"), store.subscribe("b77")]) {
        const failure = yield* Effect.flip(Stream.runDrain(Stream.take<unknown, unknown, never>(read, 1)))
        expect(String(failure)).toContain('"b77" is no position of this store')
      }
    }),
  )
})

describe("a stream that an operator truncated", () => {
  it.live("is an error that names what is missing, not a shorter history", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld()
      yield* store.append("device-1", "no-stream", someEvents(5))
      server.faults.truncated = new Map([["device-1", 3]])
      const failure = yield* Effect.flip(store.read("device-1"))
      expect(failure.message).toContain('read "device-1": Its events 0 to 2 are missing')
      expect(yield* store.read("device-1", { from: 3 })).toHaveLength(2)
      expect((yield* store.readLast("device-1"))?.revision).toBe(4)
    }),
  )
})

describe("a node that is not the leader", () => {
  it.live("sends commands to the leader, and everything works", () =>
    Effect.gen(function* () {
      const behind = yield* openMemory
      const leader = yield* serve(behind)
      const follower = yield* serve(behind)
      follower.faults.leader = { host: "127.0.0.1", port: leader.port }
      const store = yield* openStore(follower.url)
      const { position } = yield* store.append("device-1", "no-stream", someEvents(3))
      expect(yield* store.read("device-1")).toHaveLength(3)
      expect((yield* store.readLast("device-1"))?.revision).toBe(2)
      expect(yield* store.head).toBe(position)
      expect(yield* idsIn(store)).toHaveLength(3)
    }),
  )

  it.live("that lost its office, or is not ready yet, is asked again", () =>
    Effect.gen(function* () {
      const { server, store } = yield* openWorld()
      const here = { host: "127.0.0.1", port: server.port }
      for (const refusal of [() => notLeader(here), notReady]) {
        server.faults.refuse = { times: 3, refusal }
        const stream = `device-${refusal().details.length}`
        expect(yield* store.append(stream, "no-stream", someEvents(1))).toMatchObject({ revision: 0 })
        server.faults.refuse = { times: 2, refusal }
        expect(yield* store.read(stream)).toHaveLength(1)
      }
    }),
  )

  it.live("is found by discovery", () =>
    Effect.gen(function* () {
      const { server } = yield* openWorld()
      const store = yield* openStore(`esdb+discover://127.0.0.1:${server.port}?tls=false`)
      expect((yield* store.append("device-1", "no-stream", someEvents(1))).revision).toBe(0)
    }),
  )
})

describe("the identity of a server's store", () => {
  it.live("is the same for all who open it, also at once, and another one on another server", () =>
    Effect.gen(function* () {
      const server = yield* serve(yield* openMemory)
      const other = yield* openWorld()
      const stores = yield* Effect.all(
        Array.from({ length: 5 }, () => openStore(server.url)),
        { concurrency: "unbounded" },
      )
      const identities = new Set(yield* Effect.forEach(stores, ({ identity }) => identity))
      expect(identities.size).toBe(1)
      expect(identities.has(yield* other.store.identity)).toBe(false)
    }),
  )
})
