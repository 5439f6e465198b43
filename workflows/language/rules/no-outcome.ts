import type { Problem } from "../finding.ts"
import { describe, type State } from "../model.ts"
import { isLeaf, isOutcome, leadingOut, outward, reachable } from "../reach.ts"
import type { Rule } from "../rule.ts"
import { entryOf } from "../source.ts"
import type { Subject } from "../subject.ts"

/** Of states that are stuck together the ones that cause it: no way leads from them to another stuck state. */
const causes = (stuck: ReadonlyArray<State>): ReadonlyArray<State> => {
  const isStuck = new Set(stuck)
  const ends = stuck.filter((state) =>
    outward(state)
      .flatMap((around) => around.ways)
      .every(({ target }) => target === undefined || target === state || !isStuck.has(target)),
  )
  return ends.length > 0 ? ends : stuck.slice(0, 1)
}

/** The state whose inner states have all ended, in an ending that is not the workflow's; regions end together. */
const endedBy = ({ outcome, parent }: State): State | undefined => {
  if (outcome !== "done") return undefined
  return parent?.parent?.parallel === true ? parent.parent : parent
}

const stuckProblem = (state: State): Problem => {
  const ended = endedBy(state)
  if (ended?.parent !== undefined)
    return {
      at: ended.key,
      message: `${describe(ended)} does not say where it leads when what is inside it has come to its end. Add "done: STATE".`,
    }
  return stuckHere(state)
}

const stuckHere = (state: State): Problem => ({
  at: state.key,
  message: state.ways.some((way) => way.target !== undefined)
    ? `No way leads from ${describe(state)} to an outcome: a device would go round for ever. Add a transition that leads to a final state.`
    : `Nothing leads out of ${describe(state)}: a device would stay there for ever. Add "on", a "timeout" or "final".`,
})

/** From everywhere a device can be there must be a way to an outcome. */
export const noOutcome: Rule = {
  code: "FL041",
  severity: "error",
  last: true,
  title: "No way leads from a state to an outcome",
  *run({ root, workflow }: Subject): Iterable<Problem> {
    if (workflow === undefined || workflow.partial) return
    // What could not be read may have been an outcome.
    if (!workflow.states.some(isOutcome) && workflow.unclear.size === 0) {
      const at = entryOf(root, "workflow")?.key ?? root.span
      yield { at, message: 'The workflow has no outcome: no state at its top has "final". Add one.' }
      return
    }
    const reached = reachable(workflow)
    const out = leadingOut(workflow)
    yield* causes(
      workflow.states.filter((state) => isLeaf(state) && reached.has(state) && !out.has(state)),
    ).map(stuckProblem)
  },
}
