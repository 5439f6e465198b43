import type { Schema } from "effect"
import type { CompiledMachine } from "#domain/profile"
import type { Emission } from "#workflows/engine"
import type { ArmKey } from "./chart.ts"
import { type PlacedTransition, transitionsOf } from "./transitions.ts"

/** What a marked transition says when it is taken; no conclusion has this name, so the engine drops it. */
const MARK = "transition taken"

type Json = Schema.Json
type JsonObject = Schema.JsonObject

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const listOf = (value: Json | undefined): ReadonlyArray<Json> => (Array.isArray(value) ? value : [])

const placeKey = (path: string, key: ArmKey, trigger: string, index: number): string =>
  JSON.stringify([path, key, trigger, index])

type Ids = ReadonlyMap<string, string>

const markedArms = (arms: Json | undefined, ids: Ids, at: readonly [string, ArmKey, string]): Json =>
  listOf(arms).map((arm, index): Json => {
    const id = ids.get(placeKey(...at, index))
    if (!isObject(arm) || id === undefined) return arm
    return { ...arm, actions: [...listOf(arm.actions), { type: "emit", params: { event: MARK, id } }] }
  })

const markedByTrigger = (arms: Json | undefined, ids: Ids, path: string, key: "on" | "after"): JsonObject =>
  isObject(arms)
    ? Object.fromEntries(
        Object.entries(arms).map(([trigger, list]): [string, Json] => [
          trigger,
          markedArms(list, ids, [path, key, trigger]),
        ]),
      )
    : {}

const markedStates = (states: JsonObject, ids: Ids, path: string): JsonObject =>
  Object.fromEntries(
    Object.entries(states).map(([name, state]): [string, Json] => [
      name,
      isObject(state) ? marked(state, ids, path === "" ? name : `${path}.${name}`) : state,
    ]),
  )

const marked = (state: JsonObject, ids: Ids, path: string): JsonObject => ({
  ...state,
  ...(state.on === undefined ? {} : { on: markedByTrigger(state.on, ids, path, "on") }),
  ...(state.after === undefined ? {} : { after: markedByTrigger(state.after, ids, path, "after") }),
  ...(state.always === undefined ? {} : { always: markedArms(state.always, ids, [path, "always", ""]) }),
  ...(state.onDone === undefined ? {} : { onDone: markedArms(state.onDone, ids, [path, "onDone", ""]) }),
  ...(isObject(state.states) ? { states: markedStates(state.states, ids, path) } : {}),
})

/** A statechart whose transitions tell when they are taken. It goes exactly the ways of the one it was made from. */
export interface MarkedMachine {
  readonly machine: CompiledMachine
  readonly transitions: ReadonlyArray<PlacedTransition>
}

/** Marks every transition of a statechart. */
export const mark = (machine: CompiledMachine): MarkedMachine => {
  const transitions = transitionsOf(machine)
  const ids: Ids = new Map(
    transitions.map(({ at: { arm, path }, id }) => [placeKey(path, arm.key, arm.trigger, arm.index), id]),
  )
  return { machine: { ...machine, config: marked(machine.config, ids, "") }, transitions }
}

/** The ids of the transitions that a step took, in order. */
export const takenIn = (emissions: ReadonlyArray<Emission>): ReadonlyArray<string> =>
  emissions.flatMap(({ event, id }) => (event === MARK && typeof id === "string" ? [id] : []))
