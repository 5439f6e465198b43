import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type Figure, type Measured, measure } from "./figure.ts"
import { appendBatch, appendMany, appendOne } from "./figures/append.ts"
import { modelCheck } from "./figures/check.ts"
import { engineStep } from "./figures/engine.ts"
import { eventStoreDbFigures, withoutEventStoreDb } from "./figures/eventstoredb.ts"
import { history } from "./figures/history.ts"
import { deviceReport, listPage, oneDevice } from "./figures/http.ts"
import { importFiles } from "./figures/import.ts"
import { lintProfiles } from "./figures/lint.ts"
import { readAll } from "./figures/read.ts"
import { rebuildOne } from "./figures/rebuild.ts"
import { scaleFigures } from "./scale/figures.ts"
import { largeStore } from "./scale/large-store.ts"
import { serverFigures } from "./scale/server.ts"

const FIGURES: ReadonlyArray<Figure> = [
  appendOne,
  appendMany,
  appendBatch,
  readAll,
  rebuildOne,
  engineStep,
  deviceReport,
  listPage,
  oneDevice,
  importFiles,
  history,
  lintProfiles,
  modelCheck,
  ...eventStoreDbFigures,
]

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
    /** Measures how things are with so many devices instead; the store is made once and kept. */
    scale: { type: "string" },
    data: { type: "string", default: join(tmpdir(), "flightlog-bench-stores") },
  },
})

const note = (text: string) => process.stderr.write(`${text}\n`)

const measureAll = async (figures: ReadonlyArray<Figure>): Promise<ReadonlyArray<Measured>> => {
  const measured: Array<Measured> = []
  for (const figure of figures.filter(
    ({ work }) => options.only === undefined || work.includes(options.only),
  )) {
    note(`${figure.work} ...`)
    measured.push(await measure(figure, Number(options.rounds)))
  }
  return measured
}

if (withoutEventStoreDb !== null && options.scale === undefined) note(withoutEventStoreDb)

const SMALL = 10_000

const measureScale = async (devices: number): Promise<ReadonlyArray<Measured>> => {
  const [small, large] = [await largeStore(options.data, SMALL), await largeStore(options.data, devices)]
  return [...(await measureAll(scaleFigures(small, large))), ...(await serverFigures(large))]
}

const measured =
  options.scale === undefined ? await measureAll(FIGURES) : await measureScale(Number(options.scale))
if (options.json) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`)
else
  console.table(
    Object.fromEntries(
      measured.map(({ baseline, met, ratio, target, unit, value, work }) => [
        work,
        { value, unit, baseline, ratio, target, met: met ? "yes" : "NO" },
      ]),
    ),
  )
