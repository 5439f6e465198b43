import type { Problem } from "../finding.ts"
import { describe, type State, type Way } from "../model.ts"
import type { Rule } from "../rule.ts"
import { keysOf } from "../schema/expected.ts"
import { StateSection } from "../schema/workflow.ts"
import type { Subject } from "../subject.ts"
import { oneOf, quoted, suggest } from "../suggest.ts"
import { emissions, inputsOf, isEspOutcome } from "../vocabulary.ts"

const TIMEOUTS: ReadonlyArray<string> = ["WaitTimedOut", "EspTimedOut"]

const STATE_KEYS = keysOf(StateSection.ast)

const expected = (known: ReadonlyArray<string>): string =>
  `Expected ${oneOf(known)}, or a signal of your own: "signals: [ApprovalGranted]" at the top of the file declares one.`

const why = (event: string): string | undefined => {
  if (isEspOutcome(event)) return "Only a state with `esp:` takes it, under `on`."
  if (TIMEOUTS.includes(event)) return "Write `timeout` instead."
  if (STATE_KEYS.includes(event)) return `"${event}" is a key of the state: write it beside "on", not in it.`
  return emissions.includes(event)
    ? "It is concluded by the workflow itself, so it cannot be waited for."
    : undefined
}

const problemOf = (state: State, way: Way, known: ReadonlyArray<string>): Problem | undefined => {
  if (way.trigger.kind !== "event" || known.includes(way.trigger.event)) return undefined
  const { at, event } = way.trigger
  const reason = why(event)
  return {
    at,
    message: `The event ${quoted(event)} cannot happen in ${describe(state)}. ${reason ?? expected(known)}`,
    suggestion: reason === undefined ? suggest(event, known) : undefined,
  }
}

/** An event that no device, person or service reports would never come. */
export const unknownEvent: Rule = {
  code: "FL022",
  severity: "error",
  title: "A state waits for an event that does not exist",
  *run({ kind, signals, workflow }: Subject) {
    const known = [...inputsOf(kind), ...signals]
    for (const state of workflow === undefined ? [] : [workflow.root, ...workflow.states]) {
      const told = new Set<string>()
      for (const way of state.ways) {
        const problem = problemOf(state, way, known)
        if (problem === undefined || told.has(problem.message)) continue
        told.add(problem.message)
        yield problem
      }
    }
  },
}
