import { meantToChange } from "../misplaced.ts"
import { describe, type State, type Workflow } from "../model.ts"
import { isLeaf, leadingOut, outward, reachable } from "../reach.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"

const hasEnd = (workflow: Workflow, state: State): boolean =>
  state.outcome !== undefined ||
  state.esp !== undefined ||
  outward(state).some(
    (around) =>
      workflow.unclear.has(around) ||
      around.rest !== undefined ||
      around.ways.some((way) => way.trigger.kind === "timeout"),
  )

/** Whatever a state waits for may never come. */
export const waitsForEver: Rule = {
  code: "FL042",
  severity: "error",
  last: true,
  title: "A state may wait for ever",
  *run({ workflow }: Subject) {
    if (workflow === undefined || workflow.partial) return
    const out = leadingOut(workflow)
    const reached = reachable(workflow)
    const isMisplaced = (state: State): boolean =>
      !reached.has(state) && meantToChange(state, workflow) !== undefined
    for (const state of workflow.states) {
      if (!isLeaf(state) || hasEnd(workflow, state) || !out.has(state) || isMisplaced(state)) continue
      yield {
        at: state.key,
        message: `${describe(state)} waits for something that may never come. Add "timeout: { after: 24h, to: STATE }", or say with "rest: REASON" why a device may stay there.`,
      }
    }
  },
}
