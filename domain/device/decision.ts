import type { Result } from "effect"
import type { Refusal } from "#domain/kernel"
import type { Holds, ProfileSettings } from "#domain/profile"
import type { DeviceFact } from "./events.ts"

/** What a decision comes to: the events that record it (none when nothing would change), or a refusal. */
export type Decision = Result.Result<ReadonlyArray<DeviceFact>, Refusal>

/** What a decision may know beside the state. */
export interface DecisionContext {
  /** The settings frozen into the running attempt. */
  readonly profile: ProfileSettings | null
  /** How `where` rules of profiles are evaluated. */
  readonly holds: Holds
}
