import { Effect } from "effect"
import { Command } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import { github, json, lint as lintFiles, pretty, sarif } from "#workflows/language"
import { ShippedProfiles } from "#workflows/ports"
import { EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { note, Output, result } from "../../output.ts"
import { counted } from "../../print/counted.ts"
import { filesArgument, readProfiles } from "./files.ts"
import { formatFlags, formatOf } from "./format.ts"

const PRINTERS = { json, sarif, github }

/** `flightlog profile lint FILE...` */
export const lint = Command.make(
  "lint",
  {
    files: filesArgument,
    ...formatFlags,
  },
  Effect.fn("profile lint")(function* ({ files, ...asked }) {
    const format = yield* formatOf(asked)
    const sources = yield* readProfiles(files)
    const { files: bases } = yield* ShippedProfiles
    const findings = lintFiles(sources, { bases })
    const { out } = yield* Output
    if (format !== "text") yield* result(PRINTERS[format](findings).trimEnd())
    else if (findings.length > 0) yield* result(pretty(findings, { sources, colour: out.colour }).trimEnd())
    const files_ = counted(sources.length, "file")
    if (findings.length === 0) return yield* note(`${files_} checked, nothing found.`)
    yield* note(`${files_} checked, ${counted(findings.length, "finding")}.`)
    return yield* new EndWith({ exit: EXIT.refused })
  }, Effect.provide(shippedProfiles)),
).pipe(
  Command.withDescription(
    "Checks profiles: everything that is wrong with them at once, with line, column and how to mend it. Needs no store.",
  ),
  Command.withShortDescription("Check profiles"),
  Command.withExamples([
    { command: "flightlog profile lint sales.yaml kiosk.yaml" },
    {
      command: "flightlog profile lint profiles/ --format sarif",
      description: "For code scanning; github writes annotations",
    },
  ]),
)
