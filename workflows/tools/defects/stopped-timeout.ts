import type { Edge, Place } from "../check/graph.ts"
import { courseOf, wayTo } from "../check/witness.ts"
import { firstOf, type ModelCheck, named, placeOf, waitingIn } from "./defect.ts"

const stateOf = (timer: string): string => timer.replace(/^xstate\.after\.\d+\.[^.]+\.?/u, "")

/** The moment at which the time-out passes that cannot be taken, as a step of its own. */
const passing = (place: Place, { timer, window }: Pick<Edge, "timer" | "window">): Edge => ({
  from: place,
  to: place,
  told: [],
  timer,
  window,
  begun: new Map(),
  marked: [],
})

/** A time-out that the rules do not let pass: from then on nothing can happen to the device any more. */
export const stoppedTimeout: ModelCheck = {
  code: "FL083",
  severity: "error",
  title: "A time-out cannot be taken",
  *run(model) {
    const blocked = model.explored.places.flatMap((place) =>
      place.blocked === null ? [] : [{ place, ...place.blocked }],
    )
    for (const { declined, place, timer, window } of firstOf(blocked, (one) => one.timer)) {
      const state = stateOf(timer)
      const written = model.draft.states.some(({ path }) => path === state)
        ? state
        : (waitingIn(model, place)[0] ?? "")
      yield {
        ...placeOf(model, [written]),
        message: `When the wait in ${named(written)} ends, nothing can happen to the device any more: ${declined.message} Let the time-out lead to a state that concludes nothing of the kind.`,
        course: courseOf(model.explored, place, wayTo(place), {
          passing: passing(place, { timer, window }),
        }),
      }
    }
  },
}
