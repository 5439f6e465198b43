import { Effect, FileSystem, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import { PICTURE_FORMATS, type PictureFormat, picture } from "#adapters/graphviz"
import { deviceWay } from "#workflows/audit"
import { drawingOf } from "#workflows/tools"
import { CliRefusal } from "../../complaint.ts"
import { theDevice } from "../../device.ts"
import { EXIT } from "../../exit-code.ts"
import { note, result } from "../../output.ts"
import { onStore } from "../../store.ts"
import { theTenant } from "../../tenant.ts"
import { baseFlag, readDraft } from "./draft.ts"

const ENDINGS: { readonly [ending: string]: PictureFormat } = {
  ".mmd": "mermaid",
  ".dot": "dot",
  ".gv": "dot",
}

const formatOf = (format: Option.Option<PictureFormat>, out: Option.Option<string>): PictureFormat => {
  const ending = Option.getOrElse(out, () => "").replace(/^.*(?=\.)/, "")
  return Option.getOrElse(format, () => ENDINGS[ending] ?? "svg")
}

const whatToDraw = (what: string) =>
  new CliRefusal({
    code: "nothing-to-draw",
    what,
    where: "FILE, --device",
    remedy:
      "Name a profile: flightlog profile graph FILE. Or a device: flightlog profile graph --device SERIAL.",
    exit: EXIT.usage,
  })

/** The statechart that a device runs is the one that was frozen for its attempt, whatever any file says now. */
const ofDevice = Effect.fnUntraced(function* (device: string, attempt: number | null) {
  const { id } = yield* theTenant
  const way = yield* deviceWay(yield* theDevice(id, device), id, attempt)
  const { name, version } = way.profile
  return drawingOf(`${device}, attempt ${way.attempt}: ${name} version ${version}`, way.machine, way.ways)
}, onStore)

const ofFile = Effect.fnUntraced(function* (file: string, base: ReadonlyArray<string>) {
  const { machine, title } = yield* readDraft(file, { base, json: false })
  return drawingOf(title, machine)
}, Effect.provide(shippedProfiles))

const save = Effect.fnUntraced(function* (path: string, text: string) {
  const files = yield* FileSystem.FileSystem
  yield* files.writeFileString(path, text).pipe(
    Effect.mapError(
      ({ message }) =>
        new CliRefusal({
          code: "file-unwritable",
          what: `The file ${JSON.stringify(path)} could not be written: ${message}`,
          where: "--out",
          remedy: "Name a file in a directory that you may write.",
          exit: EXIT.io,
        }),
    ),
  )
  yield* note(`Written to ${path}.`)
})

/** `flightlog profile graph FILE` */
export const graph = Command.make(
  "graph",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE"),
      Argument.withDescription("A profile as YAML. - reads it from stdin"),
      Argument.optional,
    ),
    device: Flag.String("device").pipe(
      Flag.withMetavar("SERIAL|ID"),
      Flag.withDescription(
        "Draws the statechart that this device runs, with the way it went and where it is",
      ),
      Flag.optional,
    ),
    attempt: Flag.Int("attempt").pipe(
      Flag.withMetavar("N"),
      Flag.withDescription("Which attempt of the device; without it, the last one"),
      Flag.optional,
    ),
    format: Flag.Literals("format", PICTURE_FORMATS).pipe(
      Flag.withDescription("How it is written; without it, as the ending of --out says, or svg"),
      Flag.optional,
    ),
    out: Flag.String("out").pipe(
      Flag.withMetavar("PATH"),
      Flag.withDescription("The file that it is written to; without it, stdout"),
      Flag.optional,
    ),
    base: baseFlag,
  },
  Effect.fn("profile graph")(function* ({ attempt, base, device, file, format, out }) {
    if (Option.isSome(file) && Option.isSome(device))
      return yield* whatToDraw("Both a file and a device are named; a device runs a version of its own.")
    if (Option.isNone(file) && Option.isNone(device))
      return yield* whatToDraw("Nothing is named to be drawn.")
    const drawing = Option.isSome(device)
      ? yield* ofDevice(device.value, Option.getOrNull(attempt))
      : yield* ofFile(
          Option.getOrElse(file, () => "-"),
          base,
        )
    const text = yield* picture(drawing, formatOf(format, out))
    if (Option.isSome(out)) yield* save(out.value, text)
    else yield* result(text.trimEnd())
  }),
).pipe(
  Command.withDescription(
    "Draws a profile's statechart: states, events, conditions, time-outs, what goes on side by side, and outcomes in colour. " +
      "SVG is for people, Mermaid for wikis and pull requests, DOT for Graphviz. With --device it shows the statechart that a " +
      "device runs, the way it went and where it is now.",
  ),
  Command.withShortDescription("Draw a profile, or where a device is in it"),
  Command.withExamples([
    { command: "flightlog profile graph sales.yaml --out sales.svg" },
    { command: "flightlog profile graph sales.yaml --format mermaid" },
    { command: "flightlog profile graph --device CTS-0000001 --out way.svg" },
  ]),
)
