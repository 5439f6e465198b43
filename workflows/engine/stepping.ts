import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from "xstate"

/** An action that a statechart asks for, as data. */
export interface Action {
  readonly type: string
  readonly params: unknown
}

/** One step of a statechart: where it stands then, and the actions it asks for. */
export type Stepping = (
  snapshot: AnyMachineSnapshot,
  event: string,
) => readonly [AnyMachineSnapshot, ReadonlyArray<Action>]

/**
 * What XState's pure `transition` does, for one statechart: nothing runs, actions come back as data. `transition` makes an
 * actor and enters its first states for every step; here that is done once.
 *
 * Source: https://stately.ai/docs/pure-transitions
 */
export const steppingOf = (machine: AnyStateMachine): Stepping => {
  const self = createActor(machine)
  const inert: Omit<AnyActorScope, "actionExecutor"> = {
    self,
    system: self.system,
    id: "",
    sessionId: "",
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
  }
  return (snapshot, event) => {
    const actions: Array<Action> = []
    const actionExecutor: AnyActorScope["actionExecutor"] = ({ params, type }) => {
      actions.push({ type, params })
    }
    return [machine.transition(snapshot, { type: event }, { ...inert, actionExecutor }), actions]
  }
}
