import { Effect } from "effect"
import type { RemediationHandling } from "#domain/device"
import { type HardwareSummary, type RegisteredCandidate, type Verdict, withDonors } from "#domain/hardware"
import { deriveId, streamName } from "#domain/kernel"
import { followUp, type Origin, unasked } from "../execution/caller.ts"
import { stateOf } from "../execution/execute.ts"
import { executeDevice } from "../execution/execute-device.ts"
import { tenantKind } from "../execution/stream-kinds.ts"
import { donorsOf } from "./donors.ts"

/** Who puts changes of hardware right for a tenant: it may let the service do so. */
export const remediationHandling = Effect.fnUntraced(function* (tenantId: string) {
  const { state } = yield* stateOf(tenantKind, streamName("tenant", tenantId))
  const handling: RemediationHandling = state.automaticRemediation ? "automatic" : "manual"
  return handling
})

/** A change of a device's hardware that somebody noticed. */
export interface NoticedChange {
  readonly deviceId: string
  readonly tenantId: string
  readonly hardware: HardwareSummary
  readonly verdict: Verdict
  readonly reason: string
  /** Autopilot's number for what was noticed, where it has one. */
  readonly code?: string
}

/** Notes that the hardware of a device changed, with where its parts came from, and who is to put it right. */
export const requireRemediation = Effect.fn("requireRemediation")(function* (
  { code, deviceId, hardware, reason, tenantId, verdict: judged }: NoticedChange,
  origin: Origin,
) {
  const handling = yield* remediationHandling(tenantId)
  const donors = yield* donorsOf(hardware, { deviceId, tenantId })
  const { evidence, score, verdict } = withDonors(judged, donors)
  const command = {
    type: "RequireRemediation",
    reason,
    verdict,
    score,
    evidence,
    handling,
    ...(code === undefined ? {} : { code }),
    ...(handling === "automatic" ? { capture: hardware } : {}),
    ...(donors.length === 0 ? {} : { donors }),
  } as const
  yield* executeDevice({ deviceId, command }, followUp(origin, "require-remediation"))
  return handling
})

/** Nobody's doing, and nothing in it leads to another tenant. */
const flagOrigin = (deviceId: string, tenantId: string, fingerprint: string): Origin =>
  unasked({ kind: "system", id: "matching" }, tenantId, deriveId("not-unique", deviceId, fingerprint))

/**
 * Tells each owner of several registrations that match one machine, about its own record alone: the evidence is what
 * that record and the machine have in common, and the parts are those of the owner's own other devices.
 */
export const flagNotUnique = Effect.fn("flagNotUnique")(function* (
  candidates: ReadonlyArray<RegisteredCandidate>,
  hardware: HardwareSummary,
) {
  for (const { deviceId, tenant, verdict: judged } of candidates) {
    const { score, verdict } = judged
    const evidence = judged.evidence.filter(({ relation }) => relation === "equal")
    const parts = yield* donorsOf(hardware, { deviceId, tenantId: tenant })
    // A part of another tenant's registration is that tenant's business.
    const donors = parts.filter(({ registration }) => registration !== null)
    const reason = "a machine was seen that matches this registration and another one"
    const command = {
      type: "RequireRemediation",
      reason,
      verdict,
      score,
      evidence,
      handling: "manual",
      code: "813",
      ...(donors.length === 0 ? {} : { donors }),
    } as const
    yield* executeDevice({ deviceId, command }, flagOrigin(deviceId, tenant, hardware.fingerprint)).pipe(
      // A registration that ends at this moment needs no flag.
      Effect.catchTag("Refusal", () => Effect.void),
    )
  }
})
