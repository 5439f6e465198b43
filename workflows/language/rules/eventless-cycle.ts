import { describe, type State } from "../model.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"

/** A state that is over as soon as it is entered, because all it begins with is an end. */
const endsAtOnce = (state: State): boolean => {
  const begun = state.parallel ? state.children : [state.first]
  return begun.every(
    (child) => child !== undefined && (child.outcome === "done" || (state.parallel && endsAtOnce(child))),
  )
}

const nextAtOnce = (state: State): State | undefined => {
  if (state.children.length === 0 || !endsAtOnce(state)) return undefined
  return state.ways.find((way) => way.trigger.kind === "done" && way.when === undefined)?.target
}

const comesBack = (state: State): boolean => {
  const seen = new Set<State>()
  for (let next = nextAtOnce(state); next !== undefined && !seen.has(next); next = nextAtOnce(next)) {
    if (next === state) return true
    seen.add(next)
  }
  return false
}

/** States that follow each other without any event would never come to rest. */
export const eventlessCycle: Rule = {
  code: "FL043",
  severity: "error",
  title: "States follow each other in a circle without any event",
  *run({ workflow }: Subject) {
    const first = workflow?.states.find(comesBack)
    if (first !== undefined)
      yield {
        at: first.key,
        message: `${describe(first)} is over as soon as it begins, and leads back to itself without any event. Let one of its inner states wait for something.`,
      }
  },
}
