import type { Draft } from "#workflows/language"
import { type ChartState, chartOf, within } from "../chart/chart.ts"
import { type Transition, transitionsOf } from "../chart/transitions.ts"
import { whenTaken } from "./event-words.ts"

/** A state in words: what it is, and what leads on from it. */
export interface StateWords {
  /** Its path in the profile. */
  readonly state: string
  readonly title: string
  readonly says: ReadonlyArray<string>
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** States that are written and not outcomes; what the sugar makes inside the page's states is told by these. */
const places = (state: ChartState): ReadonlyArray<ChartState> => {
  if (state.meta.outcome !== undefined) return []
  return state.meta.esp === undefined ? [state, ...state.children.flatMap(places)] : [state]
}

const titleOf = ({ meta, name }: ChartState): string => meta.title ?? name

const reasonOf = (way: Transition, from: ChartState): string =>
  way.event === "timeout" && from.meta.timeout !== undefined ? ` (${from.meta.timeout.reason})` : ""

/** Choices that the page does not offer are nobody's to make, wherever the workflow would lead with them. */
const notOffered = ({ settings }: Draft): ReadonlySet<string> => {
  if (settings === null) return new Set()
  const { continueAnyway, retryLimit } = settings.enrollmentStatus.onFailure
  return new Set([
    ...(continueAnyway ? [] : ["ContinueChosen"]),
    ...(retryLimit === null || retryLimit === 0 ? ["RetryChosen"] : []),
  ])
}

const saysOf = (state: ChartState, ways: ReadonlyArray<Transition>, titles: ReadonlyMap<string, string>) => {
  const own = ways.filter((way) => way.state === state.path && !way.generated)
  const leading = own.filter(({ to }) => to !== null)
  const staying = own.filter(({ to }) => to === null)
  return [
    ...(state.meta.rest === undefined ? [] : [`It may stay here for ever: ${state.meta.rest}.`]),
    ...(state.kind === "final" ? ["This part is done."] : []),
    ...(state.kind === "parallel" ? ["What follows goes on side by side."] : []),
    ...leading.map(
      (way) => `When ${whenTaken(way)}: ${titles.get(way.to ?? "") ?? way.to}${reasonOf(way, state)}.`,
    ),
    ...(staying.length === 0 ? [] : [`Nothing changes when ${staying.map(whenTaken).join("; or when ")}.`]),
  ]
}

/** Every state that a device can be in, in the order in which they are written, with what leads on from it. */
export const stateWords = (draft: Draft): ReadonlyArray<StateWords> => {
  const chart = chartOf(draft.machine)
  const hidden = notOffered(draft)
  const ways = transitionsOf(draft.machine).filter(({ event }) => !hidden.has(event))
  const titles = new Map(within(chart).map((state) => [state.path, titleOf(state)]))
  return places(chart).flatMap((state) => {
    const says = saysOf(state, ways, titles)
    if (state.path === "") return says.length === 0 ? [] : [{ state: "", title: "Wherever it is", says }]
    return [{ state: state.path, title: capital(titleOf(state)), says }]
  })
}

const OUTCOMES = {
  success: "a success",
  successWithTimeout: "a success with a time-out",
  failure: "a failure",
  retired: "the end of the registration",
} as const

/** How it can end. */
export const outcomeWords = ({ machine }: Draft): ReadonlyArray<string> =>
  within(chartOf(machine)).flatMap(({ meta, name }) =>
    meta.outcome === undefined
      ? []
      : [
          `${capital(meta.title ?? name)}: ${OUTCOMES[meta.outcome]}${meta.reason === undefined ? "" : `, because ${meta.reason}`}.`,
        ],
  )
