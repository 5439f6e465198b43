import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import type { Candidate } from "#domain/profile"
import { type ProfileExplanation, readMoment, whyProfile } from "#workflows/audit"
import { deviceArgument, theDevice } from "../device.ts"
import { jsonFlag } from "../json-flag.ts"
import { Output, result, resultJson } from "../output.ts"
import { fields } from "../print/fields.ts"
import { moment } from "../print/moment.ts"
import { type Column, table } from "../print/table.ts"
import { whoSays } from "../print/who.ts"
import { onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

const columnsOf = (title: string): ReadonlyArray<Column<Candidate>> => [
  {
    title,
    text: ({ name, version }) => `${name} v${version}`,
    paint: ({ won }, style) => (won ? style.good : style.faint),
  },
  { title: "Rule", text: ({ rule }) => rule, narrow: "wrap" },
  { title: "Why", text: ({ why }) => why, narrow: "wrap" },
]

const CAUSES = {
  device: "the device changed",
  profiles: "profiles were published or retired",
  asked: "the device asked for its profile",
} as const

const causeText = ({ cause }: ProfileExplanation): string | null => {
  if (cause === null) return null
  if (cause.type === null || cause.by === null) return CAUSES[cause.kind]
  return `${cause.type}, ${moment(cause.at)}, by ${whoSays(cause.by)}`
}

/** `flightlog why DEVICE` */
export const why = Command.make(
  "why",
  {
    device: deviceArgument,
    at: Flag.String("at").pipe(
      Flag.withMetavar("TIME|POSITION"),
      Flag.withDescription("As of then: a time with its zone, or a position from the history"),
      Flag.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("why")(function* ({ at, device, json }) {
    const { id } = yield* theTenant
    const asOf = Option.isNone(at) ? null : yield* readMoment(at.value)
    const explanation = yield* whyProfile(yield* theDevice(id, device), id, asOf)
    if (json) return yield* resultJson(explanation)
    const { out } = yield* Output
    const { candidates, page, since } = explanation
    yield* result(`${explanation.says}\n`)
    const told = fields(
      [
        ["Decided", since === null ? null : `${moment(since.at)}, position ${since.position}`],
        ["Because of", causeText(explanation)],
      ],
      out,
    )
    if (told !== "") yield* result(`${told}\n`)
    if (candidates.length > 0) yield* result(table(candidates, columnsOf("Profile"), out))
    if (page !== null) yield* result(`\n${table(page.candidates, columnsOf("Page"), out)}`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Tells why a device is to have its profile, now or at any moment: every profile that was weighed, its rule, and why it " +
      "won or lost, as it was decided and stored then. What the device is to have and what it was given are two facts. Where " +
      "an Enrollment Status Page was chosen for it, it tells the same of the pages.",
  ),
  Command.withShortDescription("Tell why a device is to have its profile and page"),
  Command.withExamples([
    { command: "flightlog why CTS-0000001" },
    { command: "flightlog why CTS-0000001 --at 2026-11-23T08:30:00Z" },
  ]),
)
