import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { Effect, Layer, ManagedRuntime } from "effect"
import { serviceOn } from "#adapters/config"
import { streamId } from "#domain/kernel"
import { autopilotDevices } from "#projections/autopilot-devices"
import { ReadModels } from "#projections/runtime"
import { EventStore, Keys } from "#workflows/ports"
import { cloneInto, readOriginal } from "../clone-devices.ts"
import { type Figure, timed } from "../figure.ts"
import { benchTenant, deviceWithHistory } from "../histories.ts"

const DEVICES = 2_000
const BATCH = 1_000

/** Which tables of the file are those that are read: `g1`. */
const generationOf = (models: DatabaseSync): string => {
  const name = "SELECT name FROM sqlite_schema WHERE name LIKE 'autopilot_devices_g%' AND type = 'table'"
  return String(models.prepare(name).get()?.name).slice("autopilot_devices_".length)
}

/** The tables of the Autopilot list as the service made them, in another file. */
const emptyCopy = (models: DatabaseSync, path: string, generation: string): DatabaseSync => {
  const copy = new DatabaseSync(path)
  copy.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
  const made = models.prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL")
  for (const { name } of autopilotDevices.tables)
    for (const { sql } of made.all(`${name}_${generation}`)) copy.exec(String(sql))
  return copy
}

/** The loop that one would write by hand: pages of the log, JSON.parse, the projection's own writes, a transaction a page. */
const byHand = (log: DatabaseSync, target: DatabaseSync, generation: string): number => {
  const page = log.prepare(
    `SELECT e.position, s.name, e.revision, e.type, e.payload, e.metadata
     FROM events e JOIN streams s ON s.id = e.stream WHERE e.position > ? ORDER BY e.position LIMIT ${BATCH}`,
  )
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? target.prepare(sql.replace(/\{(\w+)\}/g, `"$1_${generation}"`))
    statements.set(sql, statement)
    return statement
  }
  let [after, count] = [0, 0]
  for (;;) {
    const rows = page.all(after)
    const last = rows.at(-1)
    if (last === undefined) return count
    target.exec("BEGIN")
    for (const row of rows) {
      const payload = JSON.parse(String(row.payload))
      const metadata = JSON.parse(String(row.metadata))
      const type = String(row.type)
      if (!autopilotDevices.handles.has(type)) continue
      const stream = String(row.name)
      const event = {
        type,
        data: payload.data,
        personal: [],
        stream,
        id: streamId(stream),
        revision: Number(row.revision),
        position: String(row.position),
        recordedAt: metadata.recordedAt,
        tenantId: metadata.tenant ?? "",
        metadata,
      }
      for (const { parameters, sql } of autopilotDevices.apply(
        event as Parameters<typeof autopilotDevices.apply>[0],
      ))
        prepared(sql).run(...parameters)
    }
    target.exec("COMMIT")
    count += rows.length
    after = Number(last.position)
  }
}

/** The Autopilot list built anew from the log, beside the one that is read. */
export const rebuildOne: Figure = {
  work: "rebuild one read model",
  unit: "events/s",
  against: "hand loop: node:sqlite in pages, JSON.parse, the same SQL",
  target: { atLeast: 0.5 },
  prepare: async () => {
    const directory = mkdtempSync(join(tmpdir(), "flightlog-bench-"))
    const path = join(directory, "flightlog.sqlite")
    const { dispose, runPromise } = ManagedRuntime.make(Layer.fresh(serviceOn({ kind: "sqlite", path })))
    await runPromise(
      Effect.gen(function* () {
        const tenantId = yield* benchTenant
        const ids = [yield* deviceWithHistory(tenantId, 1), yield* deviceWithHistory(tenantId, 2, 10)]
        cloneInto(path, yield* Keys, yield* Effect.forEach(ids, readOriginal), { count: DEVICES })
        yield* (yield* ReadModels).reached(yield* (yield* EventStore).head, 60_000)
      }),
    )
    const log = new DatabaseSync(path, { readOnly: true })
    const models = new DatabaseSync(join(directory, "flightlog-read-models.sqlite"), { readOnly: true })
    const events = Number(log.prepare("SELECT count(*) AS count FROM events").get()?.count)
    return {
      ours: () =>
        timed(events, () =>
          runPromise(ReadModels.use((readModels) => readModels.rebuild("autopilot-devices"))),
        ),
      baseline: async (round) => {
        const generation = generationOf(models)
        const target = emptyCopy(models, join(directory, `by-hand-${round}.sqlite`), generation)
        const measured = await timed(events, () => void byHand(log, target, generation))
        const devices = `SELECT count(*) AS count FROM autopilot_devices_${generation}`
        const rows = Number(target.prepare(devices).get()?.count)
        if (rows !== DEVICES + 2) throw new Error(`The hand loop made ${rows} rows.`)
        target.close()
        return measured
      },
      close: async () => {
        log.close()
        models.close()
        await dispose()
        rmSync(directory, { recursive: true, force: true })
      },
    }
  },
}
