import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { checkLog } from "#adapters/upkeep"
import { Devices } from "#workflows/commands"
import { EventStore, type RecordedEvent, START } from "#workflows/ports"
import { serviceWorld } from "../../support/service-world.ts"
import { livedIn } from "../../support/whole-service.ts"

/** A log whose events are altered as they are read: what somebody with access to the disk could do. */
const altered = (alter: (events: ReadonlyArray<RecordedEvent>) => ReadonlyArray<RecordedEvent>) =>
  Effect.gen(function* () {
    const store = yield* EventStore
    const events = alter(yield* Stream.runCollect(store.readAll(START)))
    return EventStore.of({
      ...store,
      readAll: () => Stream.fromIterable(events),
      read: (stream, { from = 0 } = {}) =>
        Effect.succeed(events.filter((event) => event.stream === stream && event.revision >= from)),
    })
  })

/** Checks the log of a service that was lived in, altered before it is read. */
const checked = Effect.fnUntraced(function* (
  alter: (events: ReadonlyArray<RecordedEvent>) => ReadonlyArray<RecordedEvent>,
) {
  yield* livedIn
  const store = yield* altered(alter)
  return yield* Effect.provide(
    checkLog(),
    Layer.provideMerge(Layer.fresh(Devices.layer), Layer.succeed(EventStore, store)),
  )
})

const isOf = (type: string) => (event: RecordedEvent) => event.type === type

const change =
  (which: (event: RecordedEvent) => boolean, how: (event: RecordedEvent) => RecordedEvent) =>
  (events: ReadonlyArray<RecordedEvent>) => {
    const index = events.findIndex(which)
    return events.map((event, at) => (at === index ? how(event) : event))
  }

describe("checking a log", () => {
  it.effect("that is sound finds nothing, and says what it looked at", () =>
    Effect.gen(function* () {
      const told: Array<number> = []
      yield* livedIn
      const result = yield* checkLog((events) => Effect.sync(() => void told.push(events)))
      const events = yield* Stream.runCollect((yield* EventStore).readAll(START))
      expect(result).toEqual({
        events: events.length,
        streams: new Set(events.map(({ stream }) => stream)).size,
        devices: 2,
        position: events.at(-1)?.position,
        findings: [],
        further: 0,
      })
      expect(told.at(-1)).toBe(events.length)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("of which an event was taken out names where the stream has its gap", () =>
    Effect.gen(function* () {
      const { findings } = yield* checked((events) => {
        const gone = events.findIndex(isOf("NetworkConnected"))
        return events.filter((_, index) => index !== gone)
      })
      expect(findings[0]).toMatchObject({
        code: "out-of-place",
        what: expect.stringMatching(
          /^An event is out of place: its revision is \d+, but the stream goes on with \d+\.$/,
        ),
        where: expect.stringMatching(
          /^position \w+ \("OobeAnswered", stream "device-[0-9a-f-]+", revision \d+\)$/,
        ),
        remedy: "Do not write to this store any more; compare it with a backup.",
      })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("whose times were set back names the event", () =>
    Effect.gen(function* () {
      const { findings } = yield* checked(
        change(isOf("OobeAnswered"), (event) => ({
          ...event,
          metadata: { ...event.metadata, recordedAt: "1969-01-01T00:00:00.000Z" as never },
        })),
      )
      expect(findings).toMatchObject([
        {
          code: "out-of-place",
          what: "An event is out of place: it was recorded before the event that it follows.",
          where: expect.stringContaining('"OobeAnswered"'),
        },
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("whose events were exchanged names the one that comes too early", () =>
    Effect.gen(function* () {
      const { findings } = yield* checked((events) => {
        const [a, b] = [events[3], events[4]]
        return a === undefined || b === undefined ? events : events.with(3, b).with(4, a)
      })
      expect(findings.map(({ what }) => what).join()).toContain("its position does not come after")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "with an event that nobody can read names it, and does not count its device as unsound twice",
    () =>
      Effect.gen(function* () {
        const { findings } = yield* checked(
          change(isOf("DeviceJoined"), (event) => ({ ...event, type: "DeviceWasJoined" })),
        )
        expect(findings).toMatchObject([
          {
            code: "unreadable",
            what: expect.stringContaining(
              'The event "DeviceWasJoined" (version 1) cannot be read: its type is unknown',
            ),
          },
        ])
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("with an envelope that is none names it, and goes on", () =>
    Effect.gen(function* () {
      const result = yield* checked(
        change(isOf("TenantCreated"), (event) => ({ ...event, metadata: null as never })),
      )
      expect(result.findings).toMatchObject([
        {
          code: "unreadable",
          what: expect.stringMatching(/^Its envelope cannot be read: .+ at \["metadata"\]$/),
        },
      ])
      expect(result.devices).toBe(2)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("with a history that does not follow from itself names the position", () =>
    Effect.gen(function* () {
      const { findings } = yield* checked(
        change(isOf("OobeAnswered"), (event) => ({
          ...event,
          type: "DeviceJoined",
          payload: { ...event.payload, data: { attempt: 1, join: "entra", entraDeviceId: "somebody" } },
        })),
      )
      expect(findings).toMatchObject([
        {
          code: "does-not-follow",
          what: expect.stringContaining('The event "DeviceJoined" at position'),
          where: expect.stringMatching(/^position \w+ \(stream "device-/),
        },
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("lists a hundred findings and counts the others", () =>
    Effect.gen(function* () {
      const result = yield* checked((events) =>
        Array.from({ length: 10 }, () => events)
          .flat()
          .map((event) => ({ ...event, type: "Nonsense" })),
      )
      expect(result.findings).toHaveLength(100)
      expect(result.further).toBeGreaterThan(100)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("of a store without events finds nothing", () =>
    Effect.gen(function* () {
      const nothing = Layer.provideMerge(Layer.fresh(Devices.layer), Layer.fresh(memoryEventStore))
      expect(yield* Effect.provide(checkLog(), nothing)).toMatchObject({
        events: 0,
        devices: 0,
        position: "",
      })
    }),
  )
})
