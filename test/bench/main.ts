import { parseArgs } from "node:util"
import { type Figure, type Measured, measure } from "./figure.ts"
import { appendBatch, appendMany, appendOne } from "./figures/append.ts"
import { engineStep } from "./figures/engine.ts"
import { history } from "./figures/history.ts"
import { deviceReport, listPage, oneDevice } from "./figures/http.ts"
import { importFiles } from "./figures/import.ts"
import { lintProfiles } from "./figures/lint.ts"
import { readAll } from "./figures/read.ts"
import { rebuildOne } from "./figures/rebuild.ts"

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
]

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
  },
})

const chosen = FIGURES.filter(({ work }) => options.only === undefined || work.includes(options.only))
const measured: Array<Measured> = []
for (const figure of chosen) {
  if (!options.json) process.stderr.write(`${figure.work} ...\n`)
  measured.push(await measure(figure, Number(options.rounds)))
}
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
