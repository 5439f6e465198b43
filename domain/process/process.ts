import { Result } from "effect"
import type { Decider } from "#domain/kernel"
import type { ProcessFact } from "./events.ts"

/** How far a process came. */
export interface ProcessState {
  readonly position: string
}

/** What may be asked of a process stream. */
export interface Advance {
  readonly type: "Advance"
  readonly name: string
  readonly position: string
}

/** The rules of a process's bookkeeping: its position only goes forward, whichever node writes it. */
export const processDecider: Decider<ProcessState, Advance, ProcessFact> = {
  initial: { position: "" },
  evolve: (_state, { data }) => ({ position: data.position }),
  decide: (state, { name, position }) =>
    Result.succeed(position <= state.position ? [] : [{ type: "ProcessAdvanced", data: { name, position } }]),
}
