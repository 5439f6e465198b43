import { meantToChange } from "../misplaced.ts"
import { describe, type State, type Workflow } from "../model.ts"
import { reachable } from "../reach.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const remedyFor = (state: State, workflow: Workflow): string => {
  const base = meantToChange(state, workflow)
  const around = base?.path.at(-2)
  if (base === undefined || around === undefined) return "Add a transition to it, or take the state away."
  return `The base has ${quoted(base.path.join("."))}: to change that one, write it under "states" of state ${quoted(around)}.`
}

/** A state that nothing leads to is forgotten, or a transition to it is. States of a base may be left aside. */
export const unreachableState: Rule = {
  code: "FL040",
  severity: "error",
  last: true,
  title: "Nothing leads to a state",
  *run({ source, workflow }: Subject) {
    if (workflow === undefined || workflow.partial) return
    const reached = reachable(workflow)
    const isLost = (state: State | undefined): boolean => state !== undefined && !reached.has(state)
    for (const state of workflow.states) {
      if (!isLost(state) || isLost(state.parent) || state.key.source !== source) continue
      yield {
        at: state.key,
        message: `Nothing leads to ${describe(state)}. ${remedyFor(state, workflow)}`,
      }
    }
  },
}
