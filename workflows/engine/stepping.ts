import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from "xstate"

/** An action that a statechart asks for, as data. */
export interface Action {
  readonly type: string
  readonly params: unknown
}

/** Where a statechart stands after a step, and the actions it asks for. */
type Moved = readonly [AnyMachineSnapshot, ReadonlyArray<Action>]

/** The steps of one statechart. */
export interface Stepping {
  /** Enters its first states. */
  begin(context: unknown): Moved
  step(snapshot: AnyMachineSnapshot, event: string): Moved
}

/**
 * What XState's pure `initialTransition` and `transition` do, for one statechart: nothing runs, actions come back as data.
 * These make an actor and enter its first states for every step; here that is done once.
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
  const collecting = (move: (scope: AnyActorScope) => AnyMachineSnapshot): Moved => {
    const actions: Array<Action> = []
    const actionExecutor: AnyActorScope["actionExecutor"] = ({ params, type }) => {
      actions.push({ type, params })
    }
    return [move({ ...inert, actionExecutor }), actions]
  }
  return {
    begin: (context) => collecting((scope) => machine.getInitialSnapshot(scope, context)),
    step: (snapshot, event) => collecting((scope) => machine.transition(snapshot, { type: event }, scope)),
  }
}
