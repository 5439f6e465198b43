// A process of its own that appends to an embedded store; run as: node writing-process.ts PATH STREAM EVENTS.
// It prints the id of each event once its append was answered.
import { Effect } from "effect"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { EventStore, type ExpectedRevision, type ProposedEvent } from "#workflows/ports"
import { anEvent } from "./proposed-events.ts"

const [path = "", stream = "", events = ""] = process.argv.slice(2)

/** Appends at the revision that a conflict names until it has won one. */
const win = (event: ProposedEvent, expected: ExpectedRevision): Effect.Effect<number, unknown, EventStore> =>
  Effect.flatMap(EventStore, (store) =>
    store.append(stream, expected, [event]).pipe(
      Effect.map(({ revision }) => revision),
      Effect.catchTag("WrongExpectedRevision", ({ actual }) => win(event, actual)),
    ),
  )

const work = Effect.gen(function* () {
  let last: ExpectedRevision = "no-stream"
  for (let count = 0; count < Number(events); count++) {
    const event = anEvent()
    last = yield* win(event, last)
    process.stdout.write(`${event.id}\n`)
  }
})

await Effect.runPromise(work.pipe(Effect.provide(embeddedEventStore(path))))
