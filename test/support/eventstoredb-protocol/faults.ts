import { Effect } from "effect"
import { type CallRefused, connectionDropped } from "./status.ts"

/** An open call, as far as faults go. */
export interface OpenCall {
  readonly isSubscription: boolean
  end(refusal: CallRefused): void
}

/** What the server does wrong on demand; all of it may be changed while it runs. */
export interface Faults {
  /** So many appends are stored, and then their line is cut before they are answered. */
  loseAnswers: number
  /** So many calls are refused with this. */
  refuse: { times: number; refusal: () => CallRefused } | undefined
  /** What this node says of the leader to those who require it; unset, it is the leader itself. */
  leader: { readonly host: string; readonly port: number } | undefined
  /** Takes everything and answers nothing. */
  isStalled: boolean
  /** Streams of which an operator had the server forget the first so many events. */
  truncated: ReadonlyMap<string, number>
  /** Which users there are, by name; unset, nobody has to be one. */
  users: Readonly<Record<string, string>> | undefined
}

/** A server without faults, and its open calls. */
export const makeFaults = () => {
  const faults: Faults = {
    loseAnswers: 0,
    refuse: undefined,
    leader: undefined,
    isStalled: false,
    truncated: new Map(),
    users: undefined,
  }
  const open = new Set<OpenCall>()
  return {
    faults,
    open,
    /** Ends all open calls, or all subscriptions. */
    cut: (refusal: CallRefused = connectionDropped(), which: "all" | "subscriptions" = "all") => {
      for (const call of open) if (which === "all" || call.isSubscription) call.end(refusal)
    },
    /** Waits for ever where the server answers nothing. */
    answering: Effect.suspend(() => (faults.isStalled ? Effect.never : Effect.void)),
  }
}
export type FaultDesk = ReturnType<typeof makeFaults>
