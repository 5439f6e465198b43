import type { PreparedEvent } from "#adapters/eventstore/contract"

/** An append on its way to the writer thread; `expected` is NO_STREAM or a revision, `ticket` names it in the answer. */
export interface AppendOrder {
  readonly ticket: number
  readonly stream: string
  readonly expected: number
  readonly events: ReadonlyArray<PreparedEvent>
}

/** What a store asks of its writer thread: appends that came together, or to finish and end. */
export type Order = ReadonlyArray<AppendOrder> | "close"

/** An append that was not answered with success; `isPassing` where the same append may well succeed a moment later. */
export interface Failed {
  readonly _tag: "Failed"
  readonly reason: string
  readonly remedy: string
  readonly outcome: "not-done" | "unknown"
  readonly isPassing?: boolean
}

/** What became of an append. An answer `Appended` is given only after the commit is on the disk. */
export type Outcome =
  | { readonly _tag: "Appended"; readonly revision: number; readonly place: number }
  | { readonly _tag: "Conflict"; readonly last: number }
  | Failed

/** The outcome of the append with that ticket. */
export interface Answer {
  readonly ticket: number
  readonly outcome: Outcome
}

/** What the writer thread says: that it is open, that it could not be opened (it ends then), or answers. */
export type Report =
  | { readonly _tag: "Opened" }
  | { readonly _tag: "Refused"; readonly reason: string; readonly remedy: string }
  | { readonly _tag: "Answers"; readonly answers: ReadonlyArray<Answer> }
