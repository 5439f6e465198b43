import type { Schema } from "effect"
import type { Named } from "../arms.ts"
import type { State, Way } from "../model.ts"
import type { MachineKind } from "../vocabulary.ts"

export type Json = Schema.Json

/** What compiling needs to know beside the workflow. */
export interface Compiling {
  readonly kind: MachineKind
  /** How long an ESP phase may take where its state does not say. */
  readonly espTimeoutMillis: number
}

/** The id of a state in the compiled statechart. */
export const targetOf = (state: State, { kind }: Compiling): string => `#${[kind, ...state.path].join(".")}`

/** Emissions as actions. */
export const actionsOf = (emits: ReadonlyArray<Named>): ReadonlyArray<Json> =>
  emits.map(({ name }) => ({ type: "emit", params: { event: name } }))

/** A transition as XState reads it; an empty one takes the event and changes nothing. */
export const stepOf = (
  way: Way,
  compiling: Compiling,
  before: ReadonlyArray<Json> = [],
): Schema.JsonObject => {
  const actions = [...before, ...actionsOf(way.emit)]
  return {
    ...(way.target === undefined ? {} : { target: targetOf(way.target, compiling) }),
    ...(way.when === undefined ? {} : { guard: { type: "cel", params: { text: String(way.when.value) } } }),
    ...(actions.length === 0 ? {} : { actions }),
  }
}

/** The transitions of a state, by what sets them off, each list in the order it is tried. */
export interface Steps {
  readonly on: Schema.JsonObject | undefined
  readonly timeout: ReadonlyArray<Json>
  readonly done: ReadonlyArray<Json>
}

/** Sorts the ways out of a state by what sets them off. What an ESP phase comes to is compiled elsewhere. */
export const stepsByTrigger = (state: State, compiling: Compiling): Steps => {
  const on = new Map<string, Array<Json>>()
  const timeout: Array<Json> = []
  const done: Array<Json> = []
  for (const way of state.ways) {
    const step = stepOf(way, compiling)
    if (way.trigger.kind === "event") {
      const { event } = way.trigger
      on.set(event, [...(on.get(event) ?? []), step])
    } else if (way.trigger.kind === "timeout") timeout.push(step)
    else if (way.trigger.kind === "done") done.push(step)
  }
  return { on: on.size === 0 ? undefined : Object.fromEntries(on), timeout, done }
}
