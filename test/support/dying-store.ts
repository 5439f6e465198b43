import { Effect, Layer } from "effect"
import { EventStore } from "#workflows/ports"

/** A store in which a process dies at an append after some that it could do. */
export const dyingAfter = (appends: number) => {
  let left = appends
  return Layer.effect(
    EventStore,
    Effect.map(EventStore, (store) => ({
      ...store,
      append: (stream, expected, events) =>
        left-- > 0 ? store.append(stream, expected, events) : Effect.die("killed"),
    })),
  )
}
