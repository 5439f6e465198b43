import type { Drawing, DrawnState } from "./drawing.ts"

/** The states of a drawing by their paths, frames included. */
export const placesOf = ({ states }: Drawing): ReadonlyMap<string, DrawnState> => {
  const inside = (state: DrawnState): ReadonlyArray<DrawnState> => [state, ...state.inside.flatMap(inside)]
  return new Map(states.flatMap(inside).map((state) => [state.path, state]))
}

/** The paths of the states in a frame that are no frames themselves; of a state alone, its own. */
export const leavesOf = (state: DrawnState): ReadonlyArray<string> =>
  state.inside.length === 0 ? [state.path] : state.inside.flatMap(leavesOf)
