import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type CatalogueEntry, CODE_CONTEXTS, CODES, findCodes } from "#domain/codes"
import { CliRefusal } from "../complaint.ts"
import { didYouMean } from "../did-you-mean.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { Output, result, resultJson } from "../output.ts"
import { fields } from "../print/fields.ts"
import { type Column, table } from "../print/table.ts"

const COLUMNS: ReadonlyArray<Column<CatalogueEntry>> = [
  { title: "Where", text: ({ context }) => context, narrow: "whole" },
  { title: "Code", text: ({ code }) => code ?? "-", narrow: "whole", paint: (_, style) => style.strong },
  { title: "Name", text: ({ name }) => name, leave: 1 },
  { title: "Meaning", text: ({ meaning }) => meaning, narrow: "wrap" },
  { title: "To do", text: ({ cure }) => cure, narrow: "wrap" },
]

const known: ReadonlyArray<string> = CODES.flatMap(({ alsoCalled = [], code, name }) => [
  ...(code === null ? [] : [code]),
  name,
  ...alsoCalled,
])

const unknownCode = (sought: string) =>
  new CliRefusal({
    code: "code-unknown",
    what: `No error is known by ${JSON.stringify(sought)}.${didYouMean(sought, known)}`,
    where: "flightlog codes",
    remedy: "See all that are known: flightlog codes. The list is open: Windows has others.",
    exit: EXIT.refused,
  })

const oneCode = ({ alsoCalled = [], code, context, cure, meaning, name }: CatalogueEntry) =>
  [
    ["Code", code ?? "none, it has a name only"],
    ["Name", [name, ...alsoCalled].filter((text) => text !== code).join(", ") || null],
    ["Met at", context],
    ["Meaning", meaning],
    ["To do", cure],
  ] as const

/** `flightlog codes [CODE]` */
export const codes = Command.make(
  "codes",
  {
    code: Argument.String("code").pipe(
      Argument.withMetavar("CODE|NAME"),
      Argument.withDescription("A code or name, such as 806, 0x80180018 or ZtdDeviceDuplicated"),
      Argument.optional,
    ),
    context: Flag.Literals("where", CODE_CONTEXTS).pipe(
      Flag.withDescription("Only the codes that are met there"),
      Flag.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("codes")(function* ({ code, context, json }) {
    const sought = Option.getOrUndefined(code)
    const where = Option.getOrUndefined(context)
    const found = (sought === undefined ? CODES : findCodes(sought)).filter(
      (entry) => where === undefined || entry.context === where,
    )
    if (sought !== undefined && found.length === 0) return yield* unknownCode(sought)
    if (json) return yield* resultJson(found)
    const { out } = yield* Output
    if (sought === undefined) return yield* result(table(found, COLUMNS, out))
    yield* result(found.map((entry) => fields(oneCode(entry), out)).join("\n\n"))
  }),
).pipe(
  Command.withDescription(
    "Explains the error codes of Windows Autopilot: what they mean and what to do, by where they are met: at the " +
      "registration, when a device asks for its profile, in a deployment, on its Enrollment Status Page. Needs no store.",
  ),
  Command.withShortDescription("Explain error codes"),
  Command.withExamples([
    { command: "flightlog codes 0x80180018", description: "One code, wherever it is met" },
    { command: "flightlog codes --where registration", description: "All that a registration may answer" },
  ]),
)
