// A process of its own that feeds a read-model file without end; run as: node feeding-process.ts PATH.
// Each batch adds BATCH rows and moves the checkpoint by one; it prints a line after each.
import { Effect } from "effect"
import { readModelFile } from "#adapters/readmodels"
import { projection, ReadModelFile, type Standing, type Step, table } from "#projections/runtime"

export const BATCH = 200

const rows = table("rows", { batch: "integer", row: "integer" }, ["batch", "row"])

/** A projection that is fed by hand. */
export const rowsProjection = projection({ name: "rows", version: 1, tables: [rows] })

const stepsOf = (batch: number): ReadonlyArray<Step> =>
  Array.from({ length: BATCH }, (_, row) => ({
    position: "",
    type: "Row",
    writes: [rows.put({ batch, row })],
  }))

const work = Effect.gen(function* () {
  const file = yield* ReadModelFile
  let standing: Standing = yield* file.install(rowsProjection)
  for (let batch = Number(standing.position) + 1; ; batch++) {
    const advance = { standing, steps: stepsOf(batch), to: `${batch}`, state: "live", poison: null } as const
    const committed = yield* file.commit([advance])
    if (committed._tag === "Overtaken") return
    standing = committed.standings[0] ?? standing
    process.stdout.write(`${batch}\n`)
    yield* Effect.yieldNow
  }
})

const [path] = process.argv.slice(2)
if (process.argv[1] === import.meta.filename && path !== undefined)
  await Effect.runPromise(work.pipe(Effect.provide(readModelFile({ path, store: "test" }))))
