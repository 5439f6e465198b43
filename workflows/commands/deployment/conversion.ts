import { Effect, Result } from "effect"
import type { EnrolmentCommand, EnrolmentState } from "#domain/enrolment"
import { claimStream, Refusal, streamId, type Timestamp } from "#domain/kernel"
import { lookupKey } from "#domain/report"
import { Keys, type RecordedEvent } from "#workflows/ports"
import type { Origin, TenantCaller } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import { execute, now, stateOf } from "../execution/execute.ts"
import { enrolmentKind } from "../execution/stream-kinds.ts"
import { readClaim } from "../registration/claims.ts"
import { registerDevice } from "../registration/register.ts"
import { enrolmentStream } from "./enrolment.ts"

/** Whether the tenant has a live registration of the machine that an enrolled device says it is. */
const isRegistered = Effect.fnUntraced(function* ({ enrolled }: EnrolmentState, tenantId: string) {
  const key = enrolled === null ? undefined : lookupKey({ by: "tuple", ...enrolled })
  if (key === undefined) return false
  const { state } = yield* readClaim(
    claimStream(key.kind, (yield* Keys).digest(`hardware-${key.kind}`, key.value)),
  )
  if (state.holder?.tenantId !== tenantId) return false
  const { device } = (yield* (yield* Devices).load(state.holder.deviceId)).process
  return device.status === "registered"
})

/** Weighs whether an enrolled device is to be asked for its hash, on behalf of the process that converts devices. */
export const weighConversion = Effect.fnUntraced(function* (
  enrolmentId: string,
  profile: Extract<EnrolmentCommand, { readonly type: "Weigh" }>["profile"],
  origin: Origin,
) {
  const { state } = yield* stateOf(enrolmentKind, enrolmentStream(enrolmentId))
  const command = {
    type: "Weigh",
    at: yield* now,
    profile,
    isRegistered: yield* isRegistered(state, origin.tenantId ?? ""),
  } as const
  return yield* execute(enrolmentKind, enrolmentStream(enrolmentId), command, origin)
})

/** Lets the time of a request pass that is over. */
export const expireHashRequest = (enrolmentId: string, at: Timestamp, origin: Origin) =>
  execute(enrolmentKind, enrolmentStream(enrolmentId), { type: "Expire", at }, origin)

/**
 * Registers the hash that an enrolled device reported, and records what came of it. Repeating it registers nothing
 * twice; another registration of the machine that is under way is waited for.
 *
 * @param reported the event of the report
 */
export const convertEnrolment = Effect.fn("convertEnrolment")(function* (
  enrolmentId: string,
  reported: RecordedEvent,
  origin: Origin,
) {
  const { state } = yield* stateOf(enrolmentKind, enrolmentStream(enrolmentId))
  if (state.reported === null) return
  const { hardware, profile } = state.reported
  const registration = {
    method: "automatic",
    hardware,
    groupTag: null,
    orderId: null,
    purchaseOrder: null,
    productKey: null,
    import: null,
    assignedUser: null,
    identifiedBy: "hash",
    convertedBy: { enrolmentId, profile },
  } as const
  const { actor, correlationId } = origin
  const tenantId = origin.tenantId ?? ""
  const caller: TenantCaller = { actor, tenantId, key: reported.id, correlationId, causationId: reported.id }
  const registered = yield* Effect.result(registerDevice(registration, caller))
  if (Result.isFailure(registered)) {
    const { failure } = registered
    if (!(failure instanceof Refusal) || failure.kind === "limited") return yield* Effect.fail(failure)
    const { code, number = null, remedy, what } = failure
    const refused = { number, code, reason: what, remedy }
    yield* execute(enrolmentKind, enrolmentStream(enrolmentId), { type: "Refuse", refused }, origin)
    return
  }
  const deviceId = streamId(registered.success.stream)
  yield* execute(enrolmentKind, enrolmentStream(enrolmentId), { type: "Conclude", deviceId }, origin)
})
