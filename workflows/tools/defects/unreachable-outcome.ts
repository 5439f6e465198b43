import type { ChartState } from "../chart/chart.ts"
import { type Model, type ModelCheck, named, placeOf } from "./defect.ts"

type Ending = ChartState & { readonly outcome: string }

const endings = ({ chart }: Model): ReadonlyArray<Ending> =>
  [...chart.values()].flatMap((state) => {
    const { outcome } = state.meta
    return outcome === undefined || state.path.includes(".") ? [] : [{ ...state, outcome }]
  })

/** Whether a state is written in the file that is checked, not in one that it builds on. */
const isOwn = ({ draft }: Model, path: string): boolean =>
  draft.states.some((state) => state.path === path && state.at.file === draft.file)

/** Why nothing leads there, as far as it can be told. */
const waysTo = ({ draft, explored }: Model, path: string): string => {
  const ways = explored.world.stage.transitions.filter(({ to }) => to === path)
  const names = ways.map(({ event, state }) => `${named(event)} of ${named(state)}`)
  if (names.length === 0) return `No transition of "${draft.name}" leads there.`
  return `It would be reached by ${names.join(" or ")}, which no device can take.`
}

/** An outcome that no device comes to. */
export const unreachableOutcome: ModelCheck = {
  code: "FL084",
  severity: "error",
  title: "An outcome cannot be reached",
  *run(model) {
    const { complete, excused, reached } = model
    if (!complete) return
    const all = endings(model)
    const come = new Set(all.filter(({ path }) => reached.has(path)).map(({ outcome }) => outcome))
    for (const { outcome, path } of all) {
      // What a base offers need not be used, as long as there is such an outcome at all.
      const isMissed = isOwn(model, path) || !come.has(outcome)
      if (reached.has(path) || excused.states.has(path) || !isMissed) continue
      yield {
        ...placeOf(model, [path]),
        message: `No device can come to ${named(path)} (${outcome}). ${waysTo(model, path)} Lead a way there that can be gone, or take it away.`,
        course: null,
      }
    }
  },
}
