import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ManagedRuntime } from "effect"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { EventStore } from "#workflows/ports"
import { rawLog } from "./raw-log.ts"

/** An embedded store and a raw log, each in a file of one fresh directory. */
export const storeWorld = async () => {
  const directory = mkdtempSync(join(tmpdir(), "flightlog-bench-"))
  const runtime = ManagedRuntime.make(embeddedEventStore(join(directory, "log.sqlite")))
  const store = await runtime.runPromise(EventStore.useSync((service) => service))
  const raw = rawLog(join(directory, "raw.sqlite"))
  return {
    directory,
    store,
    raw,
    run: runtime.runPromise,
    close: async () => {
      raw.close()
      await runtime.dispose()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
