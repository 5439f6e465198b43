import type { DomainFact } from "#domain/catalogue"
import type { Decider, WakeAt } from "#domain/kernel"
import type { EventStore } from "#workflows/ports"
import type { GrowingEnd } from "./history.ts"
import { type Kept, keptFor } from "./kept.ts"

/** A stream with simple rules as far as it was read. */
export interface Fold<State> {
  readonly state: State
  readonly end: GrowingEnd
}

/** A stream with simple rules: its decider, and which events are its own. */
export interface StreamKind<State, Command, Fact extends DomainFact> {
  readonly decider: Decider<State, Command, Fact>
  readonly isOwn: (fact: DomainFact) => fact is Fact
  /** The deadline that a stream waits for, where its kind has any. */
  readonly deadline?: (state: State) => WakeAt | null
  /** What was read of such streams of a store: never truth, the events since are always read. */
  readonly folds: (store: EventStore["Service"]) => Kept<Fold<State>>
}

/** How many streams of a kind are kept folded. */
const KEPT = 64

/** Makes a kind of stream, which remembers what was read of each store's streams for as long as that store lives. */
export const streamKind = <State, Command, Fact extends DomainFact>(
  decider: Decider<State, Command, Fact>,
  isOwn: (fact: DomainFact) => fact is Fact,
  deadline?: (state: State) => WakeAt | null,
): StreamKind<State, Command, Fact> => ({
  decider,
  isOwn,
  folds: keptFor<EventStore["Service"], Fold<State>>(KEPT),
  ...(deadline === undefined ? {} : { deadline }),
})
