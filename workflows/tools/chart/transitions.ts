import type { CompiledMachine } from "#domain/profile"
import { type ChartArm, type ChartState, chartOf } from "./chart.ts"

/** A transition as its author knows it: in a state that is written, by an event that is written. */
export interface Transition {
  /** Names it within its statechart: `outOfBox.joined EspFailed 1`. */
  readonly id: string
  /** The path of the state as it is written; empty for the whole workflow. */
  readonly state: string
  /** The event; `timeout` for the end of a wait, `done` for the end of the inner states. */
  readonly event: string
  /** The path of the state that it leads to; null where the event is taken and nothing moves. */
  readonly to: string | null
  readonly when: string | null
  readonly emits: ReadonlyArray<string>
  /** Milliseconds of a time-out. */
  readonly after: number | null
  /** Made by the language, not written by anybody: how an `esp:` state works inside. */
  readonly generated: boolean
}

/** A transition with its place in the compiled statechart. */
export interface PlacedTransition extends Transition {
  readonly at: { readonly path: string; readonly arm: ChartArm }
}

type Inside = { readonly state: ChartState; readonly phase: string } | undefined

/** How the page itself goes on inside an `esp:` state: what is written there is what it comes to. */
const espEvent = (arm: ChartArm, inner: ChartState, esp: ChartState): string | undefined => {
  if (inner === esp && arm.key === "after") return "EspTimedOut"
  if (inner.name === "tracking" && arm.key === "onDone") return "EspPhaseCompleted"
  return inner.name === "tracking" && arm.key === "always" ? "EspFailed" : undefined
}

const plainEvent = ({ key, trigger }: ChartArm): string => {
  if (key === "on") return trigger
  return key === "after" ? "timeout" : key === "onDone" ? "done" : "at once"
}

const ofPhase = (arm: ChartArm, phase: string): boolean => arm.guard?.text === `event.phase == "${phase}"`

const transitionOf = (arm: ChartArm, state: ChartState, inside: Inside): PlacedTransition => {
  const page = inside === undefined ? undefined : espEvent(arm, state, inside.state)
  const event = page ?? plainEvent(arm)
  const owner = inside?.state ?? state
  // What the sugar adds to the states that it makes is nobody's to mend.
  const generated = inside !== undefined && page === undefined && state !== inside.state
  const when = generated && ofPhase(arm, inside.phase) ? null : (arm.guard?.text ?? null)
  return {
    id: [generated ? state.path : owner.path, event, String(arm.index)].join(" ").trimStart(),
    state: owner.path,
    event,
    to: arm.target,
    when,
    emits: arm.emits,
    after: arm.key === "after" ? Number(arm.trigger) : null,
    generated,
    at: { path: state.path, arm },
  }
}

const collected = (state: ChartState, inside: Inside): ReadonlyArray<PlacedTransition> => {
  const { esp } = state.meta
  const here: Inside = esp === undefined ? inside : { state, phase: esp }
  return [
    ...state.arms.map((arm) => transitionOf(arm, state, here)),
    ...state.children.flatMap((child) => collected(child, here)),
  ]
}

/** Every transition of a statechart, outer states first, in the order in which they are written. */
export const transitionsOf = (machine: CompiledMachine): ReadonlyArray<PlacedTransition> =>
  collected(chartOf(machine), undefined)

/** Paths of the states that are written: those that the sugar makes inside an `esp:` state count as that state. */
export const writtenPath = (chart: ChartState, path: string): string => {
  let state = chart
  for (const name of path === "" ? [] : path.split(".")) {
    const child = state.children.find((candidate) => candidate.name === name)
    if (child === undefined || state.meta.esp !== undefined) break
    state = child
  }
  return state.path
}
