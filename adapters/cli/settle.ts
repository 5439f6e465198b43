import { Effect, Stream } from "effect"
import { decodeFact } from "#domain/catalogue"
import type { ReadFact } from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { assignment } from "#workflows/processes"

/**
 * Carries out a command and then what follows from it by itself: devices get the profile that they are to have. A server
 * on the same store does the same; whoever comes second changes nothing.
 */
export const settled = <A, E, R>(command: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const store = yield* EventStore
    const before = yield* store.head
    const answer = yield* command
    const events = yield* Stream.runCollect(store.readAll(before, { categories: assignment.categories }))
    const caused: Array<ReadFact> = []
    for (const event of events) {
      if (!assignment.handles.some((type) => type === event.type)) continue
      const { metadata, payload, type } = event
      caused.push({
        event,
        fact: yield* Effect.fromResult(decodeFact(type, metadata.version, payload.data)),
      })
    }
    if (caused.length > 0) yield* assignment.react(caused)
    return answer
  })
