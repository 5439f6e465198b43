import type { Problem } from "../finding.ts"
import { describe, type State, type Way, type Workflow } from "../model.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const triggerOf = ({ trigger }: Way): string =>
  trigger.kind === "event" || trigger.kind === "esp" ? trigger.event : trigger.kind

const conditionOf = (way: Way): string => String(way.when?.value ?? "true").trim()

/** The earlier entry that takes all that a later one could. */
const hiddenBy = (earlier: ReadonlyArray<Way>, way: Way): Way | undefined =>
  earlier.find((other) => conditionOf(other) === "true" || conditionOf(other) === conditionOf(way))

const problemOf = (state: State, way: Way, hiding: Way): Problem => ({
  at: way.at,
  message: `This entry for ${quoted(triggerOf(way))} in ${describe(state)} is never reached: an earlier one already takes the event. Change their order, or take one away.`,
  related: [{ message: "The earlier entry.", at: hiding.at }],
})

const clearStates = ({ root, states, unclear }: Workflow): ReadonlyArray<State> =>
  [root, ...states].filter((state) => !unclear.has(state))

/** Entries for one event are tried in order; what stands behind one that always holds is dead. */
export const unreachableStep: Rule = {
  code: "FL045",
  severity: "error",
  last: true,
  title: "An entry of a list can never be reached",
  *run({ source, workflow }: Subject) {
    for (const state of workflow === undefined ? [] : clearStates(workflow)) {
      const seen = new Map<string, ReadonlyArray<Way>>()
      for (const way of state.ways) {
        const earlier = seen.get(triggerOf(way)) ?? []
        const hiding = hiddenBy(earlier, way)
        // What a base accepts may be taken otherwise by who builds on it.
        if (hiding !== undefined && way.at.source === source) yield problemOf(state, way, hiding)
        seen.set(triggerOf(way), [...earlier, way])
      }
    }
  },
}
