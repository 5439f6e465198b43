import { Effect } from "effect"
import { type Part, PLANS, readMix } from "#adapters/simulator"
import { CliRefusal } from "../complaint.ts"
import { didYouMean } from "../did-you-mean.ts"
import { EXIT } from "../exit-code.ts"

const names: ReadonlyArray<string> = ["mix", ...PLANS.map(({ name }) => name)]

/** The mix that `--plan` asks for. */
export const mixFrom = (text: string): Effect.Effect<ReadonlyArray<Part>, CliRefusal> => {
  const read = readMix(text)
  if ("mix" in read) return Effect.succeed(read.mix)
  const [name = ""] = read.unknown.split("=")
  return Effect.fail(
    new CliRefusal({
      code: "plan-unknown",
      what: `${JSON.stringify(read.unknown)} is no plan.${didYouMean(name, names)}`,
      where: "flightlog simulate --plan",
      remedy:
        'Name a plan (flightlog simulate --plans lists them), "mix", or several with shares: straight=8,no-licence=2',
      exit: EXIT.usage,
    }),
  )
}
