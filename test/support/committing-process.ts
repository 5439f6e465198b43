// A process of its own that appends groups of events, one group after the other; run as:
// node committing-process.ts store|commits|commits-unsynced PATH GROUPS SIZE.
// `store` is the embedded store as the service opens it; the other two are its commits without the thread, with the disk's
// syncs as they are and switched off. It prints "submit N" before a group and "acknowledged N" when all of it was answered.
import { writeSync } from "node:fs"
import { Effect } from "effect"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { openFile } from "#adapters/sqlite"
import { EventStore } from "#workflows/ports"
import { writeTo } from "../../adapters/eventstore/embedded/log-file.ts"
import { EVENT_LOG } from "../../adapters/eventstore/embedded/schema.ts"
import { anEvent } from "./proposed-events.ts"

const [mode = "", path = "", groups = "", size = ""] = process.argv.slice(2)

const say = (line: string) => writeSync(1, `${line}\n`)
const streams = (group: number) =>
  Array.from({ length: Number(size) }, (_, place) => `device-${group}-${place}`)

const throughTheStore = Effect.gen(function* () {
  const store = yield* EventStore
  for (let group = 0; group < Number(groups); group++) {
    const appends = streams(group).map((stream) => store.append(stream, "no-stream", [anEvent()]))
    say(`submit ${group}`)
    yield* Effect.all(appends, { concurrency: "unbounded" })
    say(`acknowledged ${group}`)
  }
})

const byCommits = (isUnsynced: boolean) => {
  const opening = openFile(path, EVENT_LOG)
  if (opening._tag === "Refused") throw new Error(opening.fault.reason)
  if (isUnsynced) opening.database.exec("PRAGMA synchronous = OFF")
  const { commit } = writeTo(opening.database)
  for (let group = 0; group < Number(groups); group++) {
    const orders = streams(group).map((stream, ticket) => {
      const { id, metadata, payload, type } = anEvent()
      const event = { id, type, payload: JSON.stringify(payload), metadata: JSON.stringify(metadata) }
      return { ticket, stream, expected: -1, events: [event] }
    })
    say(`submit ${group}`)
    const refused = commit(orders).filter(({ outcome }) => outcome._tag !== "Appended")
    if (refused.length > 0) throw new Error(JSON.stringify(refused))
    say(`acknowledged ${group}`)
  }
}

if (mode === "store") await Effect.runPromise(throughTheStore.pipe(Effect.provide(embeddedEventStore(path))))
else byCommits(mode === "commits-unsynced")
