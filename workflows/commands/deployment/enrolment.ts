import { Effect } from "effect"
import { INTUNE_LICENCE } from "#domain/device"
import { type EnrollingDevice, notEnrolled } from "#domain/enrolment"
import type { HardwareSummary } from "#domain/hardware"
import { deriveId, Refusal, streamName } from "#domain/kernel"
import { lookupKey } from "#domain/report"
import { Keys } from "#workflows/ports"
import { type Caller, type Origin, originOf, type TenantCaller } from "../execution/caller.ts"
import { execute, now, stateOf } from "../execution/execute.ts"
import { enrolmentKind } from "../execution/stream-kinds.ts"
import { type IntuneRemoval, removeIntuneRecord } from "../leaving/deregister.ts"
import { lookUp } from "../organisation/people.ts"
import { validUpn } from "../organisation/tenants.ts"
import type { EnrolledReporting } from "./device-token.ts"

/** A device that enrols in Intune without being registered, as it says of itself. */
export interface OrdinaryEnrolment extends Omit<EnrollingDevice, "userId"> {
  readonly userPrincipalName: string
}

/** The stream of a device that enrolled without being registered. */
export const enrolmentStream = (enrolmentId: string): string => streamName("enrolment", enrolmentId)

const notLicensed = () =>
  new Refusal({
    kind: "forbidden",
    code: "user-not-licensed",
    number: "0x80180018",
    what: "The user has no Intune licence, or is not known in this tenant.",
    remedy: "Assign the licence to the user, then enrol the device again.",
  })

/** A machine that enrols again is the same enrolment; one that tells nothing of itself is a new one each time. */
const enrolmentIdOf = (keys: Keys["Service"], device: OrdinaryEnrolment, { commandId, tenantId }: Origin) => {
  const key = lookupKey({ by: "tuple", ...device })
  return deriveId(
    "enrolment",
    tenantId ?? "",
    key === undefined ? commandId : keys.digest("enrolment", key.value),
  )
}

/**
 * Takes the enrolment of a device that is not registered, and so did not come through Windows Autopilot: it enters the
 * Intune list with its user. Enrolling again renews it.
 *
 * Refuses a user without licence (0x80180018).
 */
export const enrolOrdinarily = Effect.fn("enrolOrdinarily")(function* (
  device: OrdinaryEnrolment,
  caller: TenantCaller,
) {
  const { userPrincipalName, ...said } = device
  const upn = yield* validUpn(userPrincipalName)
  const { directory, userId } = yield* lookUp(caller.tenantId, upn)
  if (!directory.known || !directory.licences.includes(INTUNE_LICENCE)) return yield* notLicensed()
  const keys = yield* Keys
  const origin = originOf(keys, caller, "enrol-ordinarily", device)
  const enrolmentId = enrolmentIdOf(keys, device, origin)
  const personal = { subject: userId, values: { userPrincipalName: upn } }
  const command = { type: "Enrol", enrolmentId, device: { ...said, userId }, personal } as const
  const acting = { ...origin, actor: { kind: "device", id: enrolmentId }, actorName: null } as const
  const { position, revision } = yield* execute(enrolmentKind, enrolmentStream(enrolmentId), command, acting)
  const { state } = yield* stateOf(enrolmentKind, enrolmentStream(enrolmentId))
  return { enrolmentId, managedDeviceId: state.enrolled?.managedDeviceId ?? "", position, revision }
})

/** An enrolment of a tenant as it stands, or a refusal where there is none. */
export const ordinaryEnrolment = Effect.fnUntraced(function* (enrolmentId: string) {
  const { state } = yield* stateOf(enrolmentKind, enrolmentStream(enrolmentId))
  return state
})

/** Takes the hash that an enrolled device was asked for; its registration follows by itself. */
export const reportHash = Effect.fn("reportHash")(function* (
  { enrolmentId, tenantId }: EnrolledReporting,
  hardware: HardwareSummary,
  caller: Omit<Caller, "tenantId" | "actor">,
) {
  const actor = { kind: "device", id: enrolmentId } as const
  const { fingerprint } = hardware
  const origin = originOf(yield* Keys, { ...caller, actor, tenantId }, "report-hash", {
    enrolmentId,
    fingerprint,
  })
  const command = { type: "ReportHash", at: yield* now, hardware } as const
  return yield* execute(enrolmentKind, enrolmentStream(enrolmentId), command, origin)
})

/** Removes the Intune record of a device that enrolled ordinarily. */
const endOrdinaryEnrolment = Effect.fn("endOrdinaryEnrolment")(function* (
  enrolmentId: string,
  removal: IntuneRemoval,
  caller: TenantCaller,
) {
  const { state } = yield* stateOf(enrolmentKind, enrolmentStream(enrolmentId))
  if (state.enrolments === 0) return yield* notEnrolled()
  const origin = originOf(yield* Keys, caller, "end-ordinary-enrolment", { enrolmentId, ...removal })
  return yield* execute(enrolmentKind, enrolmentStream(enrolmentId), { type: "End", ...removal }, origin)
})

/** Removes an Intune record: of a registered device, or of one that enrolled without being registered. */
export const removeManagedRecord = Effect.fn("removeManagedRecord")(function* (
  id: string,
  removal: IntuneRemoval,
  caller: TenantCaller,
) {
  const { enrolments } = yield* ordinaryEnrolment(id)
  return enrolments === 0
    ? yield* removeIntuneRecord(id, removal, caller)
    : yield* endOrdinaryEnrolment(id, removal, caller)
})
