import { type ChartState, within } from "../chart/chart.ts"
import type { PlacedTransition } from "../chart/transitions.ts"
import type { Stage } from "../rehearsal/stage.ts"

/** What the page offers after a failure only where the settings say so. */
const offers = ({ draft }: Stage): { readonly [event: string]: boolean } => {
  const offered = draft.settings?.enrollmentStatus.onFailure
  if (offered === undefined) return {}
  return {
    RetryChosen: offered.retryLimit > 0,
    ContinueChosen: offered.continueAnyway,
    LogsCollected: offered.collectLogs,
    DeviceReset: offered.reset,
  }
}

const isAt = (path: string, outer: string): boolean => outer === "" || `${path}.`.startsWith(`${outer}.`)

/** What the settings leave out of a workflow: it is there for profiles that offer more. */
export interface Excused {
  readonly transitions: ReadonlySet<string>
  /** Paths of states that could only be reached if more were offered. */
  readonly states: ReadonlySet<string>
}

/** The states that entering one may lead to: around it, and inside it. */
const entered = (all: ReadonlyArray<ChartState>, path: string): ReadonlyArray<string> =>
  all.map((state) => state.path).filter((other) => isAt(other, path) || isAt(path, other))

/** What could only happen if the page offered more than the settings of the profile say. */
export const excusedOn = (stage: Stage, reached: ReadonlySet<string>): Excused => {
  const offered = offers(stage)
  const isOffered = ({ event }: PlacedTransition): boolean => offered[event] !== false
  const all = within(stage.chart)
  const states = new Set<string>()
  const enter = (to: string | null): void => {
    if (to !== null)
      for (const path of entered(all, to)) if (path !== "" && !reached.has(path)) states.add(path)
  }
  for (const transition of stage.transitions) if (!isOffered(transition)) enter(transition.to)
  for (const path of states)
    for (const transition of stage.transitions) if (transition.at.path === path) enter(transition.to)
  const transitions = stage.transitions.filter(
    (transition) => !isOffered(transition) || states.has(transition.at.path) || states.has(transition.state),
  )
  return { transitions: new Set(transitions.map(({ id }) => id)), states }
}
