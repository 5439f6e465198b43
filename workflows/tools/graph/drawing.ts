import type { CompiledMachine, Outcome } from "#domain/profile"
import { type ChartState, chartOf, within } from "../chart/chart.ts"
import { type Transition, transitionsOf, writtenPath } from "../chart/transitions.ts"
import { writtenDuration } from "../rehearsal/duration.ts"
import { type Lit, litOf, type Way } from "./way.ts"

/** What a state is to the reader: it waits, shows the page, may rest, or is an outcome. */
export type Look = "waits" | "page" | "rests" | "done" | Outcome

/** A state as it is drawn; one with states inside is a frame around them. */
export interface DrawnState {
  readonly path: string
  readonly title: string
  /** What is said below the title. */
  readonly notes: ReadonlyArray<string>
  readonly look: Look
  readonly lit: Lit
  readonly inside: ReadonlyArray<DrawnState>
  /** Whether the states inside are active side by side. */
  readonly sideBySide: boolean
}

/** An arrow; all that leads from one state to another and looks alike shares one. */
export interface DrawnArrow {
  /** The path of the state that is left; empty where it does not matter which. */
  readonly from: string
  readonly to: string
  /** Event, condition and conclusions of each way. */
  readonly says: ReadonlyArray<string>
  readonly isTimeout: boolean
  readonly isLit: boolean
}

/** A statechart as a picture, before it is put into one notation or another. */
export interface Drawing {
  readonly title: string
  /** The states that a device begins in. */
  readonly begins: ReadonlyArray<string>
  readonly states: ReadonlyArray<DrawnState>
  readonly arrows: ReadonlyArray<DrawnArrow>
}

const CATEGORIES: { readonly [name: string]: string } = {
  securityPolicies: "policies",
  certificates: "certificates",
  networkConnections: "networks",
  applications: "apps",
}

const tracked = (state: ChartState): string => {
  const regions = within(state).flatMap(({ children, kind }) => (kind === "parallel" ? children : []))
  return `side by side: ${regions.map(({ name }) => CATEGORIES[name] ?? name).join(", ")}`
}

const lookOf = ({ kind, meta }: ChartState): Look => {
  if (meta.outcome !== undefined) return meta.outcome
  if (kind === "final") return "done"
  if (meta.esp !== undefined) return "page"
  return meta.rest === undefined ? "waits" : "rests"
}

const notesOf = (state: ChartState, ways: ReadonlyArray<Transition>): ReadonlyArray<string> => {
  const { meta } = state
  const taken = ways.filter(({ generated, to }) => to === null && !generated).map(({ event }) => event)
  return [
    ...(meta.title === undefined ? [] : [state.name]),
    ...(meta.esp === undefined ? [] : [tracked(state)]),
    ...(meta.rest === undefined ? [] : [`may rest here: ${meta.rest}`]),
    ...(meta.reason === undefined ? [] : [`because ${meta.reason}`]),
    ...(taken.length === 0 ? [] : [`also takes ${[...new Set(taken)].join(", ")}`]),
  ]
}

/** Where a device is once it has entered a state: down to where nothing is inside, in every region. */
const entered = (state: ChartState): ReadonlyArray<ChartState> => {
  if (state.meta.esp !== undefined || state.children.length === 0) return [state]
  if (state.kind === "parallel") return state.children.flatMap(entered)
  return state.children.filter(({ name }) => name === state.initial).flatMap(entered)
}

const said = ({ after, emits, event, when }: Transition): string => {
  const what = after !== null && event === "timeout" ? `after ${writtenDuration(after)}` : event
  const limit = after !== null && event !== "timeout" ? ` after ${writtenDuration(after)}` : ""
  const concluded = emits.filter((name) => name !== event)
  return [
    what + limit,
    ...(when === null ? [] : [`[${when}]`]),
    ...(concluded.length === 0 ? [] : [`/ ${concluded.join(", ")}`]),
  ].join("\n")
}

const arrowsOf = (ways: ReadonlyArray<Transition>, way: Way): ReadonlyArray<DrawnArrow> => {
  const drawn = new Map<string, DrawnArrow>()
  for (const one of ways) {
    if (one.to === null || one.generated) continue
    const isTimeout = one.after !== null
    const key = JSON.stringify([one.state, one.to, isTimeout])
    const says = [...(drawn.get(key)?.says ?? []), said(one)]
    drawn.set(key, { from: one.state, to: one.to, says, isTimeout, isLit: way.took(one.state, one.to) })
  }
  return [...drawn.values()]
}

/**
 * Makes a picture of a statechart: what the language made inside the states of the Enrollment Status Page is told in
 * words, everything else is drawn as it is written.
 *
 * @param went the innermost states that a device was in, each time they changed; none where no device is to be shown
 */
export const drawingOf = (
  title: string,
  machine: CompiledMachine,
  went: ReadonlyArray<ReadonlyArray<string>> = [],
): Drawing => {
  const chart = chartOf(machine)
  const ways = transitionsOf(machine)
  const way = litOf(went.map((states) => [...new Set(states.map((path) => writtenPath(chart, path)))]))
  const drawn = (state: ChartState): DrawnState => ({
    path: state.path,
    title: state.meta.title ?? state.name,
    notes: notesOf(
      state,
      ways.filter((one) => one.state === state.path),
    ),
    look: lookOf(state),
    lit: way.lit(state.path),
    inside: state.meta.esp === undefined ? state.children.map(drawn) : [],
    sideBySide: state.kind === "parallel",
  })
  return {
    title,
    begins: entered(chart).map(({ path }) => path),
    states: chart.children.map(drawn),
    arrows: arrowsOf(ways, way),
  }
}
