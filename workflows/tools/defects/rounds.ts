import type { Edge } from "../check/graph.ts"
import { type Model, waitingIn } from "./defect.ts"

/** A way that leads back to where it begins. */
export type Round = ReadonlyArray<Edge>

/** The states that a round leads through. */
export const statesOf = (model: Model, round: Round): ReadonlyArray<string> => {
  const all = round.flatMap(({ from }) => waitingIn(model, from))
  return all.filter((state, index) => state !== all.at(index - 1))
}

/** The smallest rounds; those that hold a smaller one tell nothing new. */
export const smallest = (model: Model, rounds: ReadonlyArray<Round>): ReadonlyArray<Round> => {
  const kept: Array<Round> = []
  for (const round of rounds.toSorted((a, b) => a.length - b.length)) {
    const states = new Set(statesOf(model, round))
    if (!kept.some((known) => statesOf(model, known).every((state) => states.has(state)))) kept.push(round)
  }
  return kept
}
