import { Result, Schema } from "effect"
import type { Decider, FactOf } from "#domain/kernel"

/** Every event of the stream of a claim check, by type: one check, one stream. */
export const claimCheckEvents = {
  /** A tenant asked whether it could register a machine. The machine is named by the fingerprint of the capture only. */
  ClaimChecked: Schema.Struct({ fingerprint: Schema.String, claimable: Schema.Boolean }),
}

/** An event of a claim check's stream, before it has an envelope. */
export type ClaimCheckFact = FactOf<typeof claimCheckEvents>

/** What is recorded of a claim check. */
export type RecordCheck = { readonly type: "Record" } & ClaimCheckFact["data"]

/** The rules of a claim check: what was answered once stays the answer. */
export const claimCheckDecider: Decider<ClaimCheckFact | null, RecordCheck, ClaimCheckFact> = {
  initial: null,
  evolve: (_state, fact) => fact,
  decide: (state, { claimable, fingerprint }) =>
    Result.succeed(state === null ? [{ type: "ClaimChecked", data: { fingerprint, claimable } }] : []),
}

/** A claim check in words. There are two sentences, whoever has the machine. */
export const claimCheckSays = (claimable: boolean): string =>
  claimable ? "This tenant can register this device now." : "This tenant cannot register this device now."
