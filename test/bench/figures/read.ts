import { Effect, Stream } from "effect"
import { START } from "#workflows/ports"
import { someEvents } from "../../support/proposed-events.ts"
import { type Figure, timed } from "../figure.ts"
import { storeWorld } from "../store-world.ts"

const STREAMS = 300
const EACH = 100

/** The whole log from the first event to the last. */
export const readAll: Figure = {
  work: "read the whole log",
  unit: "events/s",
  against: "node:sqlite in pages, JSON.parse",
  target: { atLeast: 0.5 },
  prepare: async () => {
    const { close, raw, run, store } = await storeWorld()
    for (let stream = 0; stream < STREAMS; stream++) {
      const events = someEvents(EACH)
      await run(store.append(`device-${stream}`, "no-stream", events))
      raw.commit(events.map((event, revision) => [`device-${stream}`, revision, event]))
    }
    // What is read is looked at, or an engine might leave it out.
    const seen = new Set<unknown>()
    const see = (event: unknown) => {
      if (event === undefined) seen.add(event)
    }
    return {
      close,
      ours: () =>
        timed(STREAMS * EACH, () =>
          run(
            Stream.runForEachArray(store.readAll(START), (events) => Effect.sync(() => events.forEach(see))),
          ),
        ),
      baseline: () => timed(STREAMS * EACH, () => raw.readAll(see)),
    }
  },
}
