import { Effect, Exit } from "effect"
import type { EventStore, Position, RecordedEvent } from "#workflows/ports"
import { START } from "#workflows/ports"
import { beginLife } from "./timeline.ts"
import type { SharedStore } from "./unsteady-store.ts"

/** The one log of all nodes; `stored` looks at the events of each append before anybody else can. */
export const shareLog = (
  store: EventStore["Service"],
  stored: (events: ReadonlyArray<RecordedEvent>) => void,
): SharedStore => {
  const waiting = new Set<() => void>()
  let length = 0
  let last: Position = START
  const grow = (events: ReadonlyArray<RecordedEvent>) => {
    length += events.length
    stored(events)
    const woken = [...waiting]
    waiting.clear()
    for (const wake of woken) wake()
  }
  return {
    life: beginLife("store"),
    length: () => length,
    onGrown: (look) => {
      waiting.add(look)
      return () => void waiting.delete(look)
    },
    store: {
      ...store,
      append: (stream, expected, events) =>
        Effect.suspend(() => {
          const exit = Effect.runSyncExit(store.append(stream, expected, events))
          // A repeat stores nothing: its position was seen before.
          if (Exit.isSuccess(exit) && exit.value.position > last) {
            last = exit.value.position
            grow(Effect.runSync(store.read(stream, { from: exit.value.revision - events.length + 1 })))
          }
          return exit
        }),
    },
  }
}
