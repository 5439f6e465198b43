import { Effect, Result, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import {
  decodeHash,
  encodeHash,
  type HardwareReport,
  type HardwareSummary,
  type HashError,
  readReport,
  summarise,
} from "#domain/hardware"
import { CliRefusal } from "../complaint.ts"
import { EXIT } from "../exit-code.ts"
import { readText } from "../files.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { fields } from "../print/fields.ts"
import { hardwareFields } from "../print/hardware.ts"

const hashFile = Argument.String("file").pipe(
  Argument.withMetavar("FILE|-"),
  Argument.withDescription("File with the Base64 text of a 4K hardware hash; - reads it from stdin"),
)

/** What is wrong with a hash, with the file that it stands in. */
const inFile = (path: string) => (error: HashError) =>
  new CliRefusal({
    code: error.autopilot,
    what: error.what,
    where: path,
    remedy: error.remedy,
    exit: EXIT.refused,
  })

/** The machine that a decoded hash describes. */
export const summaryOf = (path: string, report: HardwareReport) =>
  Effect.mapError(Effect.fromResult(summarise(report)), inFile(path))

/** Decodes the hash in a file; what was mended in it is told on stderr. */
export const hashIn = Effect.fnUntraced(function* (path: string) {
  const decoded = yield* Effect.fromResult(decodeHash(yield* readText(path))).pipe(
    Effect.mapError(inFile(path)),
  )
  for (const { says } of decoded.repairs) yield* note(`Note: ${says}`)
  return decoded
})

const showSummary = Effect.fnUntraced(function* (summary: HardwareSummary) {
  const { out } = yield* Output
  yield* result(fields(hardwareFields(summary), out))
})

const decode = Command.make(
  "decode",
  {
    file: hashFile,
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print every record of the hash as JSON; nothing is lost in it"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn("hash decode")(function* ({ file, json }) {
    const { report } = yield* hashIn(file)
    if (json) return yield* resultJson(report)
    yield* showSummary(yield* summaryOf(file, report))
  }),
).pipe(
  Command.withDescription(
    "Shows what a hardware hash says: the machine, its identities, when and under which Windows it was captured. " +
      "The checksum is verified. Needs no store.",
  ),
  Command.withShortDescription("Show what a hardware hash says"),
  Command.withExamples([
    { command: "flightlog hash decode hash.txt", description: "For people" },
    {
      command: "flightlog hash decode hash.txt --json | flightlog hash encode -",
      description: "There and back: gives the same text again",
    },
  ]),
)

/** So much of a text tells what it is, and nothing of a hardware hash. */
const BEGINNING = 8

const notJson = (path: string, text: string) => () =>
  new CliRefusal({
    code: "not-json",
    what:
      text.trim() === ""
        ? "There is nothing to encode: the input is empty."
        : `This is no JSON; it begins with ${JSON.stringify(text.trim().slice(0, BEGINNING))}.`,
    where: path,
    remedy: "Give the JSON that flightlog hash decode --json prints.",
    exit: EXIT.refused,
  })

const parseJson = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Unknown))

const encode = Command.make(
  "encode",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE|-"),
      Argument.withDescription("File with the JSON of a decoded hash; - reads it from stdin"),
    ),
  },
  Effect.fn("hash encode")(function* ({ file }) {
    const text = yield* readText(file)
    const json = yield* parseJson(text).pipe(Effect.mapError(notJson(file, text)))
    const encoded = Effect.fromResult(Result.flatMap(readReport(json), encodeHash))
    yield* result(yield* Effect.mapError(encoded, inFile(file)))
  }),
).pipe(
  Command.withDescription(
    "Makes a hardware hash of the JSON that decoding one gives: 4000 Base64 characters with a right checksum. Needs no store.",
  ),
  Command.withShortDescription("Make a hardware hash of decoded JSON"),
  Command.withExamples([
    { command: "flightlog hash encode machine.json > hash.txt", description: "A hash for a test" },
  ]),
)

/** `flightlog hash ...` */
export const hash = Command.make("hash").pipe(
  Command.withDescription("Decode and encode 4K hardware hashes. Needs no store."),
  Command.withShortDescription("Decode and encode hardware hashes"),
  Command.withSubcommands([decode, encode]),
)
