import { courseOf, wayTo } from "../check/witness.ts"
import { type ModelCheck, named, placeOf } from "./defect.ts"
import { type Round, smallest, statesOf } from "./rounds.ts"

/** What sends a device on in a round: an event, or the passing of time. */
const causesOf = (round: Round): ReadonlyArray<string> => [
  ...new Set(round.map(({ told }) => told.at(-1)?.event ?? "a time-out")),
]

/** A loop that nothing limits. */
export const endlessRound: ModelCheck = {
  code: "FL082",
  severity: "error",
  title: "A device can go round for ever",
  *run(model) {
    const { explored, lost, times } = model
    const rounds = times.rounds.filter((round) => !round.some(({ from }) => lost.has(from)))
    for (const round of smallest(model, rounds)) {
      const start = round[0]?.from
      if (start === undefined) continue
      const states = statesOf(model, round)
      const way = [...states, states[0] ?? ""].map(named).join(" -> ")
      yield {
        ...placeOf(model, states),
        message: `A device can go round for ever, by ${causesOf(round).join(", ")}: ${way}. Put a state with a "timeout" around it, or let the user choose: "retry: { limit: 3 }" counts that.`,
        course: courseOf(explored, start, [...wayTo(start), ...round]),
      }
    }
  },
}
