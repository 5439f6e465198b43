import type { PlacedTransition } from "../chart/transitions.ts"
import { list, type Model, type ModelCheck, named } from "./defect.ts"

/** Where a transition is written in the file that is checked; undefined where another file wrote it. */
const writtenAt = ({ draft }: Model, { id, state }: PlacedTransition) =>
  draft.states
    .filter(({ path }) => path === state)
    .flatMap(({ ways }) => ways)
    .find(
      ({ at, event, index }) =>
        at.file === draft.file && [state, event, String(index)].join(" ").trimStart() === id,
    )?.at

const reasonFor = ({ explored }: Model, { event, state, when }: PlacedTransition): string => {
  const stopped = explored.stopped.get(`${state} ${event}`)
  if (stopped !== undefined) return `The rules stop it: ${stopped}`
  if (when !== null) return `Its condition ${JSON.stringify(when)} never holds there.`
  return `By the rules ${list([event])} never happens there, or an entry before it takes it every time.`
}

/** A transition that no path takes. */
export const untakenTransition: ModelCheck = {
  code: "FL085",
  severity: "warning",
  title: "No path takes a transition",
  *run(model) {
    const { complete, excused, explored, reached } = model
    if (!complete) return
    const stopped = new Set(explored.places.flatMap(({ blocked }) => blocked?.timer ?? []))
    for (const transition of explored.world.stage.transitions) {
      const { event, generated, id, state, to } = transition
      const leadsOn = to === null || reached.has(to) || excused.states.has(to)
      const isKnown = explored.taken.has(id) || excused.transitions.has(id) || !reached.has(state)
      // An outcome that nothing leads to is told by itself, with the ways that would.
      const isOutcome = !leadsOn && model.chart.get(to)?.meta.outcome !== undefined
      const at = writtenAt(model, transition)
      const isStopped = [...stopped].some((timer) => timer.endsWith(`.${transition.at.path}`))
      if (generated || isStopped || isKnown || isOutcome || at === undefined) continue
      yield {
        at,
        message: `No device takes ${named(event)} of ${named(state)}. ${reasonFor(model, transition)} Take it away, or mend what keeps it.`,
        course: null,
      }
    }
  },
}
