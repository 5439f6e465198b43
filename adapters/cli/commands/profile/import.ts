import { Effect, FileSystem, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import { lint, pretty } from "#workflows/language"
import { type Imported, importGraph } from "#workflows/notations"
import { ShippedProfiles } from "#workflows/ports"
import { CliRefusal, EndWith } from "../../complaint.ts"
import { EXIT } from "../../exit-code.ts"
import { readText, writeText } from "../../files.ts"
import { jsonFlag } from "../../json-flag.ts"
import { note, Output, result, resultJson } from "../../output.ts"
import { notSharedLines } from "../../print/not-shared.ts"

const several = (count: number) =>
  new CliRefusal({
    code: "several-profiles",
    what: `The file holds ${count} profiles and pages.`,
    where: "FILE",
    remedy: "Name a directory for them: --dir profiles",
    exit: EXIT.usage,
  })

const noDirectory = (path: string) => (error: { readonly message: string }) =>
  new CliRefusal({
    code: "directory-unwritable",
    what: `The directory ${JSON.stringify(path)} could not be made: ${error.message}`,
    where: "--dir",
    remedy: "Name a directory that you may write to.",
    exit: EXIT.io,
  })

const written = Effect.fnUntraced(function* (directory: string, all: ReadonlyArray<Imported>) {
  const { makeDirectory } = yield* FileSystem.FileSystem
  yield* makeDirectory(directory, { recursive: true }).pipe(Effect.mapError(noDirectory(directory)))
  for (const { name, text } of all) {
    const path = `${directory}/${name}.yaml`
    yield* writeText(path, text, "new")
    yield* result(path)
  }
})

/** Tells what did not go over, and what the checks find; whether there are errors. */
const told = Effect.fnUntraced(function* (all: ReadonlyArray<Imported>) {
  const { err } = yield* Output
  for (const { name, notShared } of all)
    for (const line of notSharedLines(notShared)) yield* note(`${name}: ${line}`)
  const sources = all.map(({ name, text }) => ({ file: `${name}.yaml`, text }))
  const findings = lint(sources, { bases: (yield* ShippedProfiles).files })
  if (findings.length > 0) yield* note(pretty(findings, { sources, colour: err.colour }).trimEnd())
  return findings.some(({ severity }) => severity === "error")
})

/** `flightlog profile import FILE` */
export const importProfile = Command.make(
  "import",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE"),
      Argument.withDescription(
        "JSON of Microsoft Graph, one object or a list of them, or an AutopilotConfigurationFile.json; - reads it from stdin",
      ),
    ),
    dir: Flag.String("dir").pipe(
      Flag.withMetavar("DIRECTORY"),
      Flag.withDescription(
        "Write NAME.yaml files there; otherwise the YAML is printed. No file is written over",
      ),
      Flag.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("profile import")(function* ({ dir, file, json }) {
    const all = yield* Effect.fromResult(importGraph(yield* readText(file)))
    const [first, ...others] = all
    if (json) yield* resultJson(all)
    else if (Option.isSome(dir)) yield* written(dir.value, all)
    else if (others.length > 0) return yield* several(all.length)
    else if (first !== undefined) yield* result(first.text.trimEnd())
    if (yield* told(all)) return yield* new EndWith({ exit: EXIT.refused })
  }, Effect.provide(shippedProfiles)),
).pipe(
  Command.withDescription(
    "Brings deployment profiles and Enrollment Status Pages of Microsoft Graph, and an AutopilotConfigurationFile.json, into the profile language, by their old and " +
      "their new property names. What the file says and the language has no word for is named, in the file and here. Stores " +
      "nothing and needs no store: publish the file when it says what you mean.",
  ),
  Command.withShortDescription("Turn Microsoft's JSON into profiles"),
  Command.withExamples([
    { command: "flightlog profile import sales.json > sales.yaml" },
    { command: "flightlog profile import AutopilotConfigurationFile.json > existing.yaml" },
    { command: "flightlog profile import all.json --dir profiles", description: "A list, one file each" },
  ]),
)
