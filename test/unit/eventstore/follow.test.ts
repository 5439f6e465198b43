import { expect, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { followLog, type Log, makeSignal, makeSubscriptions } from "#adapters/eventstore/contract"
import { encodePosition } from "#adapters/eventstore/rules"
import type { RecordedEvent } from "#workflows/ports"
import { anEvent } from "../../support/proposed-events.ts"

/** A log that grows in the moment after a reader saw that there is nothing new, as long as it is told to. */
const aRacingLog = () => {
  const events: Array<RecordedEvent> = []
  const grown = makeSignal()
  const racing = { left: 0, seen: -1 }
  const grow = () => {
    const revision = events.length
    events.push({ ...anEvent(), stream: "device-1", revision, position: encodePosition(revision + 1) })
    grown.notify()
  }
  const page: Log["page"] = ({ after, until }) =>
    Effect.sync(() => ({ events: events.slice(after, until), next: until }))
  const log: Log = {
    end: Effect.sync(() => {
      const end = events.length
      if (end === racing.seen && racing.left > 0) {
        racing.left -= 1
        grow()
      }
      racing.seen = end
      return end
    }),
    page,
    newest: page,
    grown,
    watch: Effect.void,
    subscriptions: makeSubscriptions(),
  }
  return { log, racing }
}

it.live(
  "given a log that grows between a look at its end and the wait, the follower misses nothing and waits for nothing",
  () =>
    Effect.gen(function* () {
      const { log, racing } = aRacingLog()
      racing.left = 5
      const seen: Array<string> = []
      yield* followLog(log, "", undefined).pipe(
        Stream.tap((item) =>
          Effect.sync(
            () => item._tag === "Events" && seen.push(...item.events.map(({ position }) => position)),
          ),
        ),
        Stream.takeUntil(() => seen.length >= 5),
        Stream.runDrain,
        Effect.timeout("2 seconds"),
      )
      expect(seen).toEqual(["a1", "a2", "a3", "a4", "a5"])
    }),
)
