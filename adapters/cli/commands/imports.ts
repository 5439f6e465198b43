import { Effect, Option } from "effect"
import { Argument, Command } from "effect/cli"
import { type ImportStatus, importRows, importStatus, listImports } from "#projections/imports"
import { CliRefusal } from "../complaint.ts"
import { didYouMean } from "../did-you-mean.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { importRowJson, importSummary, printImportRows } from "../print/import-rows.ts"
import { moment } from "../print/moment.ts"
import { type Column, table } from "../print/table.ts"
import { onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

const COLUMNS: ReadonlyArray<Column<ImportStatus>> = [
  { title: "Import", text: ({ importId }) => importId, narrow: "whole" },
  { title: "Status", text: ({ status }) => status },
  { title: "Rows", text: ({ rows }) => String(rows) },
  { title: "Accepted", text: ({ accepted }) => String(accepted) },
  { title: "Refused", text: ({ rejected }) => String(rejected) },
  { title: "Submitted", text: ({ submittedAt }) => moment(submittedAt) },
  { title: "By", text: ({ submittedBy, submittedByName }) => submittedByName ?? submittedBy },
]

const unknown = (asked: string, known: ReadonlyArray<ImportStatus>) =>
  new CliRefusal({
    code: "import-unknown",
    what: `There is no import ${JSON.stringify(asked)}.${didYouMean(
      asked,
      known.map(({ importId }) => importId),
    )}`,
    where: "ID",
    remedy: "List the imports: flightlog imports",
    exit: EXIT.refused,
  })

/** Prints what became of the rows of an import. */
export const showImport = Effect.fnUntraced(function* (tenantId: string, importId: string, json: boolean) {
  const status = yield* importStatus(tenantId, importId)
  if (status === undefined) return yield* unknown(importId, yield* listImports(tenantId))
  const rows = yield* importRows(tenantId, importId)
  if (json) yield* resultJson(rows.map((row) => importRowJson(importId, row)))
  else yield* result(printImportRows(rows, (yield* Output).out))
  yield* note(importSummary(status))
  return status
})

/** `flightlog imports [ID]` */
export const imports = Command.make(
  "imports",
  {
    id: Argument.String("id").pipe(
      Argument.withMetavar("ID"),
      Argument.withDescription("An import; without it, all imports are listed"),
      Argument.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("imports")(function* ({ id, json }) {
    const tenant = yield* theTenant
    if (Option.isSome(id)) return void (yield* showImport(tenant.id, id.value, json))
    const all = yield* listImports(tenant.id)
    if (json) return yield* resultJson(all)
    if (all.length === 0) return yield* note("Nothing was imported yet: flightlog import FILE")
    yield* result(table(all, COLUMNS, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription("Lists the imports, or the rows of one with what came of each."),
  Command.withShortDescription("List imports, or the rows of one"),
)
