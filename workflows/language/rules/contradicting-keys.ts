import type { Problem } from "../finding.ts"
import { describe, type State } from "../model.ts"
import { isOutcome } from "../reach.ts"
import type { Rule } from "../rule.ts"
import { entryOf, type Span } from "../source.ts"
import type { Subject } from "../subject.ts"
import type { MachineKind } from "../vocabulary.ts"

/** Keys that cannot stand together in a state, and why. */
const EXCLUDED: ReadonlyArray<{ readonly key: string; readonly by: string; readonly why: string }> = [
  ...["on", "accept", "timeout", "rest", "states", "esp", "done", "parallel", "initial"].map((key) => ({
    key,
    by: "final",
    why: "it is an end, where nothing happens any more",
  })),
  ...["states", "parallel", "initial", "done", "rest"].map((key) => ({
    key,
    by: "esp",
    why: "the Enrollment Status Page has its own inner states and time-out",
  })),
  { key: "initial", by: "parallel", why: "all its inner states are active at the same time" },
]

const NEEDS_STATES = ["initial", "parallel", "done"] as const

const keyOf = (state: State, key: string): Span | undefined => entryOf(state.node, key)?.key

const OUTCOMES: { readonly [kind in MachineKind]: ReadonlyArray<string> } = {
  attempt: ["success", "successWithTimeout", "failure"],
  lifecycle: ["retired"],
}

function* excluded(state: State): Iterable<Problem> {
  for (const { by, key, why } of EXCLUDED) {
    const at = keyOf(state, key)
    const other = keyOf(state, by)
    if (at === undefined || other === undefined || (by === "parallel" && !state.parallel)) continue
    const message = `"${key}" cannot stand in ${describe(state)}, which has "${by}": ${why}. Take one of the two away.`
    yield { at, message, related: [{ message: `"${by}" stands here.`, at: other }] }
    return
  }
}

function* lonely(state: State): Iterable<Problem> {
  if (state.children.length > 0 || keyOf(state, "final") !== undefined || keyOf(state, "esp") !== undefined)
    return
  for (const key of NEEDS_STATES) {
    const at = keyOf(state, key)
    if (at !== undefined)
      yield {
        at,
        message: `"${key}" says something of inner states, but ${describe(state)} has none. Add "states".`,
      }
  }
}

function* outcome(state: State, kind: MachineKind): Iterable<Problem> {
  const at = keyOf(state, "final")
  if (at === undefined || state.outcome === undefined) return
  const isTop = state.parent?.parent === undefined
  if (isOutcome(state) && !isTop)
    yield {
      at,
      message: `${describe(state)} ends the workflow, but stands inside another state. Move it to the top, or write "final: done" to end only the state around it.`,
    }
  if (!isOutcome(state) && isTop)
    yield {
      at,
      message: `"final: done" ends the state around it, but ${describe(state)} stands at the top. Name an outcome.`,
    }
  if (isOutcome(state) && !OUTCOMES[kind].includes(state.outcome))
    yield {
      at,
      message: `"${state.outcome}" is no outcome of this kind of workflow. Expected ${OUTCOMES[kind].join(", ")}.`,
    }
}

function* timeout(state: State, isUnclear: boolean): Iterable<Problem> {
  const entry = entryOf(state.node, "timeout")
  const to = entryOf(entry?.node, "to")
  const isEsp = keyOf(state, "esp") !== undefined
  if (entry === undefined || keyOf(state, "final") !== undefined) return
  if (isEsp && to !== undefined)
    yield { at: to.key, message: `${describe(state)} goes where its EspTimedOut leads. Take "to" away.` }
  if (!isEsp && to === undefined && !isUnclear)
    yield {
      at: entry.key,
      message: `The time-out of ${describe(state)} does not say where it leads. Add "to".`,
    }
}

function* page(state: State, kind: MachineKind): Iterable<Problem> {
  const at = keyOf(state, "esp")
  if (at !== undefined && kind === "lifecycle")
    yield {
      at,
      message: `${describe(state)} is an Enrollment Status Page, which only a deployment shows. Use a DeploymentProfile.`,
    }
}

/** What a state says of itself must fit together. */
export const contradictingKeys: Rule = {
  code: "FL027",
  severity: "error",
  title: "Keys of a state contradict each other",
  *run({ kind, workflow }: Subject) {
    for (const state of workflow?.states ?? []) {
      const isUnclear = workflow?.unclear.has(state) ?? false
      const problems = [
        ...excluded(state),
        ...lonely(state),
        ...outcome(state, kind),
        ...timeout(state, isUnclear),
        ...page(state, kind),
      ]
      for (const problem of problems) yield { ...problem, unclear: state }
    }
  },
}
