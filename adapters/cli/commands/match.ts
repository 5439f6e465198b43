import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { match as compare, shownVerdict, VERDICT_SAYS } from "#domain/hardware"
import { Output, result, resultJson } from "../output.ts"
import { evidenceColumns } from "../print/evidence.ts"
import { table } from "../print/table.ts"
import { hashIn, summaryOf } from "./hash.ts"

const hashArgument = (name: string, which: string) =>
  Argument.String(name).pipe(
    Argument.withMetavar(name.toUpperCase()),
    Argument.withDescription(`File with the ${which} hardware hash`),
  )

const summaryIn = Effect.fnUntraced(function* (path: string) {
  return yield* summaryOf(path, (yield* hashIn(path)).report)
})

/** `flightlog match A B` */
export const match = Command.make(
  "match",
  {
    first: hashArgument("a", "earlier"),
    second: hashArgument("b", "later"),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print the verdict and its evidence as JSON"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn("match")(function* ({ first, json, second }) {
    const verdict = compare(yield* summaryIn(first), yield* summaryIn(second))
    if (json) return yield* resultJson(shownVerdict(verdict))
    const { out } = yield* Output
    yield* result(`${verdict.verdict}: ${VERDICT_SAYS[verdict.verdict]} (${verdict.score} of 100)\n`)
    yield* result(table(verdict.evidence, evidenceColumns, out))
  }),
).pipe(
  Command.withDescription(
    "Compares two hardware hashes by what they say, as a registration does: is this still the same device, and why? " +
      "Weights and thresholds are explained in docs/hardware-matching.md. Needs no store.",
  ),
  Command.withShortDescription("Tell whether two hardware hashes are one device, and why"),
  Command.withExamples([
    { command: "flightlog match before-repair.txt after-repair.txt", description: "Judge a repair" },
  ]),
)
