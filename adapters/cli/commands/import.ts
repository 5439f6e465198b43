import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { rejectedRow } from "#domain/import"
import { processImport, submitImport } from "#workflows/commands"
import { CliRefusal, EndWith } from "../complaint.ts"
import { deviceFile } from "../device-file.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, progress } from "../output.ts"
import { partnerFlags, registrarCaller } from "../partner.ts"
import { settled } from "../settle.ts"
import { caughtUp, onStore } from "../store.ts"
import { showImport } from "./imports.ts"

/** A repeated import has to be of the same file: the id stands for what was in it. */
const ofAnotherFile = (id: string, file: string) => () =>
  new CliRefusal({
    code: "import-id-reused",
    what: `The import ${JSON.stringify(id)} was of another file, or this one has changed since.`,
    where: file,
    remedy: "Repeat it with the file as it was, or leave --import-id out: that begins a new import.",
    exit: EXIT.refused,
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
    ...partnerFlags,
    json: jsonFlag,
  },
  Effect.fn("import")(function* ({ file, importId, json, ...acting }) {
    const { notes, refused, rows } = yield* deviceFile(file)
    const caller = yield* registrarCaller(acting)
    const chosen = Option.getOrElse(importId, () => caller.key)
    const id = "through" in caller ? `${caller.actor.id}:${chosen}` : chosen
    for (const text of notes) yield* note(`Note: ${text}`)
    const given = { importId: id, rows, refused: refused.map(rejectedRow) }
    yield* progress(`Import ${id}: ${rows.length} rows are being registered ...`)
    const submitted = Effect.catchIf(
      submitImport(given, caller),
      (error) => error._tag === "Refusal" && error.code === "idempotency-key-reused",
      ofAnotherFile(chosen, file),
    )
    yield* settled(Effect.andThen(submitted, processImport(caller.tenantId, id)))
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
    {
      command: "flightlog import order.csv --partner northwind",
      description: "As a partner, whose file may name devices by what stands on their boxes",
    },
  ]),
)
