import type { State, Workflow } from "./model.ts"

/** A state and the states around it, inner before outer, with the root. */
export const outward = (state: State): ReadonlyArray<State> => {
  const line: Array<State> = []
  for (let next: State | undefined = state; next !== undefined; next = next.parent) line.push(next)
  return line
}

/** A state in which a device can be without being in one inside it. */
export const isLeaf = (state: State): boolean => state.children.length === 0

/** The end of the workflow, not only of the state around it. */
export const isOutcome = (state: State): boolean => state.outcome !== undefined && state.outcome !== "done"

const everywhere = (workflow: Workflow): ReadonlySet<State> => new Set([workflow.root, ...workflow.states])

/** The states that entering a state makes active: those around it, and inside it what it begins with. */
const entered = (state: State): ReadonlyArray<State> => {
  const inner = state.parallel ? state.children : state.first === undefined ? [] : [state.first]
  return [state, ...inner.flatMap(entered)]
}

const regionsBeside = (state: State): ReadonlyArray<State> =>
  outward(state).flatMap((inner) =>
    inner.parent?.parallel === true ? inner.parent.children.filter((region) => region !== inner) : [],
  )

/** The states that some course of events leads to. Where a target is not known, any state may be reached. */
export const reachable = (workflow: Workflow): ReadonlySet<State> => {
  const found = new Set<State>()
  const waiting: Array<State> = [workflow.root]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const active = [...entered(next), ...outward(next), ...regionsBeside(next).flatMap(entered)]
    for (const state of active.filter((candidate) => !found.has(candidate))) {
      found.add(state)
      if (workflow.unclear.has(state) || state.ways.some((way) => way.lost)) return everywhere(workflow)
      for (const way of state.ways) if (way.target !== undefined) waiting.push(way.target)
    }
  }
  return found
}

const leaves = ({ unclear }: Workflow, state: State): boolean =>
  isOutcome(state) ||
  outward(state).some((around) => unclear.has(around) || around.ways.some((way) => way.lost))

/** The ways that are open in a state: its own and those of the states around it; `done` only where the inner states end. */
const openWays = (state: State) => {
  const inherited = outward(state).flatMap((around) =>
    around.ways.filter((way) => way.trigger.kind !== "done"),
  )
  if (state.outcome !== "done") return inherited
  const ended = [state.parent, state.parent?.parent?.parallel === true ? state.parent.parent : undefined]
  return [
    ...inherited,
    ...ended.flatMap((around) => around?.ways.filter((way) => way.trigger.kind === "done") ?? []),
  ]
}

/** The states from which some course of events leads to an outcome. */
export const leadingOut = (workflow: Workflow): ReadonlySet<State> => {
  const found = new Set(workflow.states.filter((state) => leaves(workflow, state)))
  const leadsOut = (state: State): boolean =>
    isLeaf(state)
      ? openWays(state).some((way) => way.target !== undefined && found.has(way.target))
      : (state.parallel ? state.children : [state.first]).some(
          (child) => child !== undefined && found.has(child),
        )
  for (let grown = true; grown; ) {
    const more = workflow.states.filter((state) => !found.has(state) && leadsOut(state))
    for (const state of more) found.add(state)
    grown = more.length > 0
  }
  return found
}
