import { Effect, Stream } from "effect"
import { decodeFact } from "#domain/catalogue"
import type { ReadFact } from "#workflows/commands"
import { EventStore, type Position } from "#workflows/ports"
import { assignment, type Process, remediation } from "#workflows/processes"

/** In this order: what puts hardware right may give a device another profile. */
const PROCESSES = [remediation, assignment]

const caused = Effect.fnUntraced(function* ({ categories, handles }: Process, since: Position) {
  const store = yield* EventStore
  const events = yield* Stream.runCollect(store.readAll(since, { categories }))
  const batch: Array<ReadFact> = []
  for (const event of events) {
    if (!handles.some((type) => type === event.type)) continue
    const { metadata, payload, type } = event
    batch.push({ event, fact: yield* Effect.fromResult(decodeFact(type, metadata.version, payload.data)) })
  }
  return batch
})

/**
 * Carries out a command and then what follows from it by itself: changes of hardware are put right where the tenant lets
 * the service do so, and devices get the profile that they are to have. A server on the same store does the same; whoever
 * comes second changes nothing.
 */
export const settled = <A, E, R>(command: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const before = yield* (yield* EventStore).head
    const answer = yield* command
    for (const process of PROCESSES) {
      const batch = yield* caused(process, before)
      if (batch.length > 0) yield* process.react(batch)
    }
    return answer
  })
