import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { serviceOn } from "#adapters/config"
import { streamName } from "#domain/kernel"
import { deviceHistory } from "#workflows/audit"
import { EventStore } from "#workflows/ports"
import { type Figure, timed } from "../figure.ts"
import { benchTenant, deviceWithHistory } from "../histories.ts"
import { rawLog } from "../raw-log.ts"

/** Each application is reported twice; registration and deployment are twenty events besides. */
const APPLICATIONS = 90
const TIMES = 200

/** The whole history of a device: decoded, what is personal in it opened, each event with its profile. */
export const history: Figure = {
  work: "history of a device with 200 events",
  unit: "histories/s",
  against: "node:sqlite, one stream, JSON.parse",
  target: { atLeast: 0.5 },
  prepare: async () => {
    const directory = mkdtempSync(join(tmpdir(), "flightlog-bench-"))
    const service = serviceOn({ kind: "sqlite", path: join(directory, "flightlog.sqlite") })
    const { dispose, runPromise } = ManagedRuntime.make(Layer.fresh(service))
    const tenantId = await runPromise(benchTenant)
    const deviceId = await runPromise(deviceWithHistory(tenantId, 1, APPLICATIONS))
    const stream = streamName("device", deviceId)
    const events = await runPromise(EventStore.use((store) => store.read(stream)))
    const raw = rawLog(join(directory, "raw.sqlite"))
    raw.commit(events.map((event) => [stream, event.revision, event]))
    return {
      ours: () =>
        timed(TIMES, () =>
          runPromise(
            Effect.gen(function* () {
              for (let time = 0; time < TIMES; time++) {
                const entries = yield* deviceHistory(deviceId, tenantId)
                if (entries.length !== events.length) throw new Error("events are missing")
              }
            }),
          ),
        ),
      baseline: () =>
        timed(TIMES, () => {
          for (let time = 0; time < TIMES; time++)
            if (raw.readStream(stream).length !== events.length) throw new Error("events are missing")
        }),
      close: async () => {
        raw.close()
        await dispose()
        rmSync(directory, { recursive: true, force: true })
      },
    }
  },
}
