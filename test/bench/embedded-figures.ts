import type { Figure } from "./figure.ts"
import { appendBatch, appendMany, appendOne } from "./figures/append.ts"
import { modelCheck } from "./figures/check.ts"
import { engineStep } from "./figures/engine.ts"
import { history } from "./figures/history.ts"
import { deviceReport, listPage, oneDevice } from "./figures/http.ts"
import { importFiles } from "./figures/import.ts"
import { lintProfiles } from "./figures/lint.ts"
import { readAll } from "./figures/read.ts"
import { rebuildOne } from "./figures/rebuild.ts"

/** What is measured on stores of ordinary size, in the order of the table. */
export const embeddedFigures: ReadonlyArray<Figure> = [
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
]
