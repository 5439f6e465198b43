import { Effect } from "effect"
import { someEvents } from "../../support/proposed-events.ts"
import { type Figure, timed } from "../figure.ts"
import { storeWorld } from "../store-world.ts"

const APPENDS = 400
const WRITERS = 64
const EACH = 40
const BATCHES = 60
const BATCH = 100

/** One event after the other by one writer. */
export const appendOne: Figure = {
  work: "append one event, one writer: latency",
  unit: "appends/s",
  against: "node:sqlite, one commit an event",
  target: { atMost: 1.5 },
  prepare: async () => {
    const { close, raw, run, store } = await storeWorld()
    return {
      close,
      ours: (round) => {
        const events = someEvents(APPENDS)
        return timed(APPENDS, () =>
          run(
            Effect.forEach(
              events,
              (event, index) =>
                store.append(`device-${round}`, index === 0 ? "no-stream" : index - 1, [event]),
              { discard: true },
            ),
          ),
        )
      },
      baseline: (round) => {
        const events = someEvents(APPENDS)
        return timed(APPENDS, () => {
          for (const [index, event] of events.entries()) raw.commit([[`device-${round}`, index, event]])
        })
      },
    }
  },
}

/** 64 writers side by side, each on its own stream. */
export const appendMany: Figure = {
  work: "append one event, 64 writers: throughput",
  unit: "appends/s",
  against: "node:sqlite, 64 events a commit",
  target: { atLeast: 0.5 },
  prepare: async () => {
    const { close, raw, run, store } = await storeWorld()
    const streams = Array.from({ length: WRITERS }, (_, writer) => `writer-${writer}`)
    return {
      close,
      ours: (round) => {
        const events = someEvents(WRITERS * EACH)
        const writer = (stream: string, number: number) =>
          Effect.forEach(
            Array.from({ length: EACH }, (_, index) => index),
            (index) =>
              store.append(`${stream}x${round}`, index === 0 ? "no-stream" : index - 1, [
                events[number * EACH + index]!,
              ]),
            { discard: true },
          )
        return timed(WRITERS * EACH, () =>
          run(Effect.forEach(streams, writer, { concurrency: "unbounded", discard: true })),
        )
      },
      baseline: (round) => {
        const events = someEvents(WRITERS * EACH)
        return timed(WRITERS * EACH, () => {
          for (let index = 0; index < EACH; index++)
            raw.commit(
              streams.map((stream, number) => [`${stream}x${round}`, index, events[number * EACH + index]!]),
            )
        })
      },
    }
  },
}

/** A hundred events an append. */
export const appendBatch: Figure = {
  work: "append 100 events",
  unit: "events/s",
  against: "node:sqlite, 100 events a commit",
  target: { atLeast: 0.6 },
  prepare: async () => {
    const { close, raw, run, store } = await storeWorld()
    const batches = () => Array.from({ length: BATCHES }, () => someEvents(BATCH))
    return {
      close,
      ours: (round) => {
        const all = batches()
        return timed(BATCHES * BATCH, () =>
          run(
            Effect.forEach(
              all,
              (events, index) => store.append(`batch-${round}x${index}`, "no-stream", events),
              {
                discard: true,
              },
            ),
          ),
        )
      },
      baseline: (round) => {
        const all = batches()
        return timed(BATCHES * BATCH, () => {
          for (const [index, events] of all.entries())
            raw.commit(events.map((event, revision) => [`batch-${round}x${index}`, revision, event]))
        })
      },
    }
  },
}
