import { type EventStoreDBClient, FORWARDS, jsonEvent, START, streamNameFilter } from "@eventstore/db-client"
import { Effect, Stream } from "effect"
import { decodePosition } from "#adapters/eventstore/rules"
import type { Position, ProposedEvent } from "#workflows/ports"
import { someEvents } from "../../support/proposed-events.ts"
import { eventStoreDbWorld, filled } from "../eventstoredb-world.ts"
import { type Figure, timed } from "../figure.ts"

const WRITERS = 64
const EACH = 40
const STREAMS = 150
const EVENTS = 200

const dataOf = ({ id, metadata, payload, type }: ProposedEvent) =>
  jsonEvent({ id, type, data: JSON.parse(JSON.stringify(payload)), metadata: { ...metadata } })

const append = async (client: EventStoreDBClient, stream: string, revision: number, event: ProposedEvent) => {
  const expectedRevision = revision === 0 ? ("no_stream" as const) : BigInt(revision - 1)
  await client.appendToStream(stream, dataOf(event), { expectedRevision })
}

const appendMany: Figure = {
  work: "EventStoreDB: append with 64 writers",
  unit: "appends/s",
  against: "the raw client on the same append path",
  target: { atLeast: 0.8 },
  prepare: async () => {
    const { category, client, close, run, store } = await eventStoreDbWorld()
    const writers = Array.from({ length: WRITERS }, (_, number) => number)
    const turns = Array.from({ length: EACH }, (_, index) => index)
    return {
      close,
      ours: (round) => {
        const events = someEvents(WRITERS * EACH)
        const writer = (number: number) =>
          Effect.forEach(
            turns,
            (index) =>
              store.append(`${category}-${round}-${number}`, index === 0 ? "no-stream" : index - 1, [
                events[number * EACH + index]!,
              ]),
            { discard: true },
          )
        return timed(WRITERS * EACH, () =>
          run(Effect.forEach(writers, writer, { concurrency: "unbounded", discard: true })),
        )
      },
      baseline: (round) => {
        const events = someEvents(WRITERS * EACH)
        const writer = async (number: number) => {
          for (const index of turns)
            await append(client, `${category}raw-${round}-${number}`, index, events[number * EACH + index]!)
        }
        return timed(WRITERS * EACH, () => Promise.all(writers.map(writer)))
      },
    }
  },
}

const serverPosition = (position: Position) => {
  const place = BigInt(decodePosition(position) ?? 0)
  return place === 0n ? START : { commit: place, prepare: place }
}

/** What is read is looked at, or an engine might leave it out. */
const seen = new Set<unknown>()
const see = (event: unknown) => {
  if (event === undefined) seen.add(event)
}

const readAll: Figure = {
  work: "EventStoreDB: read all",
  unit: "events/s",
  against: "the raw client's readAll",
  target: { atLeast: 0.8 },
  prepare: async () => {
    const world = await eventStoreDbWorld()
    const { client, close, run, store } = world
    const before = await filled(world, STREAMS, EVENTS)
    const raw = () =>
      new Promise((resolve, reject) => {
        const read = client.readAll({ fromPosition: serverPosition(before), direction: FORWARDS })
        read.on("data", see).on("error", reject).on("end", resolve)
      })
    return {
      close,
      ours: () =>
        timed(STREAMS * EVENTS, () =>
          run(
            Stream.runForEachArray(store.readAll(before), (events) => Effect.sync(() => events.forEach(see))),
          ),
        ),
      baseline: () => timed(STREAMS * EVENTS, raw),
    }
  },
}

const catchUp: Figure = {
  work: "EventStoreDB: catch-up",
  unit: "events/s",
  against: "the raw client's subscribeToAll with the same filter",
  target: { atLeast: 0.8 },
  prepare: async () => {
    const world = await eventStoreDbWorld()
    const { category, client, close, run, store } = world
    const before = await filled(world, STREAMS, EVENTS)
    const raw = () =>
      new Promise<void>((resolve, reject) => {
        const filter = streamNameFilter({ prefixes: [`${category}-`] })
        const subscription = client.subscribeToAll({ fromPosition: serverPosition(before), filter })
        let count = 0
        subscription.on("error", reject).on("data", (event) => {
          see(event)
          count += 1
          if (count === STREAMS * EVENTS) void subscription.unsubscribe().then(resolve, reject)
        })
      })
    return {
      close,
      ours: () =>
        timed(STREAMS * EVENTS, () =>
          run(
            store.subscribe(before, { categories: [category] }).pipe(
              Stream.tap((item) =>
                Effect.sync(() => {
                  if (item._tag === "Events") item.events.forEach(see)
                }),
              ),
              Stream.takeUntil(({ _tag }) => _tag === "CaughtUp"),
              Stream.runDrain,
            ),
          ),
        ),
      baseline: () => timed(STREAMS * EVENTS, raw),
    }
  },
}

/** The figures of EventStoreDB, which need a server. */
export const eventStoreDbFigures: ReadonlyArray<Figure> = [appendMany, readAll, catchUp]
