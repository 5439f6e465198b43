import { Effect, FileSystem, Option, Result } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { checkFileSize } from "#adapters/csv"
import { type DeviceFileError, readDeviceFile } from "#adapters/device-files"
import { rejectedRow } from "#domain/import"
import { processImport, submitImport } from "#workflows/commands"
import { CliRefusal, EndWith } from "../complaint.ts"
import { EXIT } from "../exit-code.ts"
import { readBytes } from "../files.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, progress } from "../output.ts"
import { settled } from "../settle.ts"
import { caughtUp, onStore } from "../store.ts"
import { tenantCaller } from "../tenant.ts"
import { showImport } from "./imports.ts"

const refusedFile = (path: string) => (error: DeviceFileError) =>
  new CliRefusal({
    code: "import-file-refused",
    what: error.what,
    where: path,
    remedy: error.remedy,
    exit: EXIT.refused,
  })

/** The rows of an import file; a file that is far too large is refused before it is read. */
const readRows = Effect.fnUntraced(function* (path: string) {
  const size = yield* Effect.option((yield* FileSystem.FileSystem).stat(path))
  const bytes = Option.match(size, { onNone: () => 0, onSome: (info) => Number(info.size) })
  const checked = path === "-" ? Result.succeed(undefined) : checkFileSize(bytes)
  yield* Effect.fromResult(checked).pipe(Effect.mapError(refusedFile(path)))
  return yield* Effect.fromResult(readDeviceFile(yield* readBytes(path))).pipe(
    Effect.mapError(refusedFile(path)),
  )
})

/** `flightlog import FILE` */
export const importFile = Command.make(
  "import",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE|-"),
      Argument.withDescription(
        "CSV as the capture script writes it, OA3 report (XML) or hash text; - reads it from stdin",
      ),
    ),
    importId: Flag.String("import-id").pipe(
      Flag.withMetavar("ID"),
      Flag.withDescription("Repeats an import that was cut short: rows that are done are not done again"),
      Flag.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("import")(function* ({ file, importId, json }) {
    const { notes, refused, rows } = yield* readRows(file)
    const caller = yield* tenantCaller
    const id = Option.getOrElse(importId, () => caller.key)
    for (const text of notes) yield* note(`Note: ${text}`)
    const given = { importId: id, rows, refused: refused.map(rejectedRow) }
    yield* progress(`Import ${id}: ${rows.length} rows are being registered ...`)
    yield* settled(Effect.andThen(submitImport(given, caller), processImport(caller.tenantId, id)))
    yield* progress("")
    yield* caughtUp
    const { rejected } = yield* showImport(caller.tenantId, id, json)
    if (rejected > 0) return yield* new EndWith({ exit: EXIT.refused })
  }, onStore),
).pipe(
  Command.withDescription(
    "Registers the devices of a file, at most 500, in UTF-16, UTF-8 or ANSI: the CSV of the capture script, the XML report of " +
      "the OA3 tool, or the text of hardware hashes alone; what it is, is told by what is in it. Each row is told by its line: accepted, " +
      "or refused with its code and what to do. A refused row spoils no other; the exit code is 1 if there is any.",
  ),
  Command.withShortDescription("Register the devices of a CSV, OA3 report or hash text"),
  Command.withExamples([
    { command: "flightlog import AutopilotHWID.csv" },
    { command: "flightlog import OA3.xml", description: "What oa3tool /Report wrote in Windows PE" },
    {
      command: "flightlog import AutopilotHWID.csv --import-id 4c1f",
      description: "Repeat an import that was cut short",
    },
  ]),
)
