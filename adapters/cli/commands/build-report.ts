import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type DeliveredRow, deliverFile } from "#workflows/commands"
import { EndWith } from "../complaint.ts"
import { deviceFile } from "../device-file.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { operator } from "../operator.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { partnerId } from "../partner.ts"
import { type Column, table } from "../print/table.ts"
import { onStore } from "../store.ts"

const COLUMNS: ReadonlyArray<Column<DeliveredRow>> = [
  { title: "Line", text: ({ line }) => String(line), narrow: "whole" },
  { title: "Serial number", text: ({ serialNumber }) => serialNumber ?? "-", narrow: "whole" },
  {
    title: "Hash",
    text: (row) =>
      row.delivered ? (row.knownBefore ? "known before" : "delivered") : `refused: ${row.code ?? row.name}`,
    narrow: "whole",
    paint: ({ delivered }, style) => (delivered ? style.good : style.bad),
  },
  { title: "Why", text: (row) => (row.delivered ? "-" : `${row.reason} ${row.remedy}`), narrow: "wrap" },
]

/** `flightlog build-report FILE` */
export const buildReport = Command.make(
  "build-report",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE|-"),
      Argument.withDescription(
        "Any file that the import takes, with a hash in every row; - reads it from stdin",
      ),
    ),
    manufacturer: Flag.String("manufacturer").pipe(
      Flag.withMetavar("PARTNER"),
      Flag.withDescription("Id of the manufacturer (OEM) who delivers"),
    ),
    deliveryId: Flag.String("delivery-id").pipe(
      Flag.withMetavar("ID"),
      Flag.withDescription("Repeats a delivery that was cut short"),
      Flag.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("build-report")(function* ({ deliveryId, file, json, manufacturer }) {
    const { notes, refused, rows } = yield* deviceFile(file)
    const actor = { kind: "partner", id: yield* partnerId(manufacturer, "--manufacturer") } as const
    const { key } = yield* operator
    const id = Option.getOrElse(deliveryId, () => key)
    for (const text of notes) yield* note(`Note: ${text}`)
    const report = { deliveryId: id, rows, refused }
    const results = yield* deliverFile(report, { actor, tenantId: null, key, kind: "oem" })
    if (json) yield* resultJson(results)
    else yield* result(table(results, COLUMNS, (yield* Output).out))
    const delivered = results.filter((one) => one.delivered).length
    yield* note(`Delivery ${id}: ${delivered} of ${results.length} machines are known to the service now.`)
    if (delivered < results.length) return yield* new EndWith({ exit: EXIT.refused })
  }, onStore),
).pipe(
  Command.withDescription(
    "Delivers a Computer Build Report: the hashes of machines that a manufacturer built. They belong to no tenant yet; " +
      "partners register them by product key id, or by manufacturer, model and serial number.",
  ),
  Command.withShortDescription("Deliver the hashes of built machines"),
  Command.withExamples([{ command: "flightlog build-report machines.csv --manufacturer fabrikam" }]),
)
