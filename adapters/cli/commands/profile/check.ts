import { Effect } from "effect"
import { Command } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import { github, sarif } from "#workflows/language"
import { ShippedProfiles } from "#workflows/ports"
import { type CheckReport, check as checkFile, modelChecks, toldFindings } from "#workflows/tools"
import { EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { Output, progress, result } from "../../output.ts"
import { checkText } from "../../print/check.ts"
import { filesArgument, readProfiles } from "./files.ts"
import { formatFlags, formatOf } from "./format.ts"

type Reports = ReadonlyArray<CheckReport>

const PRINTERS = {
  json: (reports: Reports) => JSON.stringify(reports, null, 2),
  sarif: (reports: Reports) => sarif(reports.flatMap(toldFindings), modelChecks),
  github: (reports: Reports) => github(reports.flatMap(toldFindings)),
}

/** `flightlog profile check FILE...` */
export const check = Command.make(
  "check",
  { files: filesArgument, ...formatFlags },
  Effect.fn("profile check")(function* ({ files, ...asked }) {
    const format = yield* formatOf(asked)
    const sources = yield* readProfiles(files)
    const { files: shipped } = yield* ShippedProfiles
    const bases = [...sources, ...shipped]
    const reports = yield* Effect.forEach(
      sources,
      Effect.fnUntraced(function* (source, index) {
        yield* progress(`Exploring ${source.file} (${index + 1} of ${sources.length}) ...`)
        // Gives the line above a chance to be shown before the work begins.
        yield* Effect.yieldNow
        return checkFile(source, { bases })
      }),
    )
    const { out } = yield* Output
    if (format === "text")
      yield* result(reports.map((report) => checkText(report, sources, out)).join("\n\n"))
    else yield* result(PRINTERS[format](reports).trimEnd())
    if (reports.some(({ findings }) => findings.length > 0)) return yield* new EndWith({ exit: EXIT.refused })
  }, Effect.provide(shippedProfiles)),
).pipe(
  Command.withDescription(
    "Explores everything that may become of a device under a profile: what happens, what fails, what never comes, every " +
      "time-out. Proves that no device is stranded, or shows by a course of events how one is; and tells how long the way " +
      "to the desktop and to an outcome may take. Needs no store. What exactly is proved: docs/profiles/check.md.",
  ),
  Command.withShortDescription("Prove that no device can be stranded"),
  Command.withExamples([{ command: "flightlog profile check sales.yaml kiosk.yaml" }]),
)
