import { Predicate } from "effect"
import type { Running } from "#workflows/engine"
import type { ChartState } from "./chart.ts"

const child = (state: ChartState, name: string): ReadonlyArray<ChartState> =>
  state.children.filter((candidate) => candidate.name === name)

const inside = (state: ChartState, value: unknown): ReadonlyArray<ChartState> => {
  if (typeof value === "string") return child(state, value)
  if (!Predicate.isReadonlyObject(value)) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    child(state, name).flatMap((found) => [found, ...inside(found, inner)]),
  )
}

/** The states that a statechart is in, outer before inner, without the root. */
export const activeStates = (chart: ChartState, { snapshot }: Running): ReadonlyArray<ChartState> =>
  inside(chart, snapshot.value)

/** Whether a statechart has come to its end. */
export const hasEnded = ({ snapshot }: Running): boolean => snapshot.status === "done"
