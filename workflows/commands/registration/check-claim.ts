import { Effect } from "effect"
import { isOverdue } from "#domain/claim"
import { claimCheckSays } from "#domain/claim-check"
import type { HardwareSummary } from "#domain/hardware"
import { deriveId, streamName } from "#domain/kernel"
import { ClaimCheckGate, Keys } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { execute, now } from "../execution/execute.ts"
import { claimCheckKind } from "../execution/stream-kinds.ts"
import { claimStreams, readClaim } from "./claims.ts"
import { standing } from "./survey.ts"

/** Whether an identity could be claimed. Only looks: what is over or overdue is left for whoever registers. */
const isFree = Effect.fnUntraced(function* (stream: string) {
  const { state } = yield* readClaim(stream)
  const { holder } = state
  // A device is read in any case, so that the number of reads tells nothing.
  const deviceId = holder?.deviceId ?? deriveId("no-device", stream)
  const { device } = (yield* (yield* Devices).load(deviceId)).process
  if (holder === null) return true
  const stands = standing(device, holder, stream)
  return stands === "over" || (stands === "pending" && isOverdue(holder, yield* now))
})

/** The answer to a claim check: yes or no, in words, and where its record stands. */
export interface ClaimCheck {
  readonly claimable: boolean
  readonly says: string
  readonly position: string
}

/**
 * Answers whether a tenant could register a machine at this moment, and nothing else. It takes the full hash, which only
 * somebody has who has the machine. The question is recorded among the tenant's events by the fingerprint of the capture.
 *
 * The answer is "no" in the same words whether another tenant has the machine, somebody registers it right now, or the
 * tenant has it itself.
 */
export const checkClaim = Effect.fn("checkClaim")(function* (
  hardware: HardwareSummary,
  caller: TenantCaller,
) {
  const keys = yield* Keys
  const { tenantId } = caller
  yield* (yield* ClaimCheckGate).admit(tenantId)
  const { fingerprint } = hardware
  const origin = originOf(keys, caller, "check-claim", { fingerprint })
  const free = yield* Effect.forEach(claimStreams(keys, hardware), isFree)
  const command = { type: "Record", fingerprint, claimable: free.every(Boolean) } as const
  const stream = streamName("check", deriveId("claim-check", origin.commandId))
  const { facts, position } = yield* execute(claimCheckKind, stream, command, origin)
  const claimable = facts.some((fact) => fact.type === "ClaimChecked" && fact.data.claimable)
  return { claimable, says: claimCheckSays(claimable), position } satisfies ClaimCheck
})
