import type { Result } from "effect"
import type { Refusal } from "./refusal.ts"

/**
 * The rules of one kind of stream: its first state, how an event changes it, and what a command comes to.
 * A decision without events means that nothing would change.
 */
export interface Decider<State, Command, Fact> {
  readonly initial: State
  readonly evolve: (state: State, fact: Fact) => State
  readonly decide: (state: State, command: Command) => Result.Result<ReadonlyArray<Fact>, Refusal>
}
