import { Result } from "effect"
import type { DeploymentCode } from "#domain/codes"
import { usesDeviceToken } from "#domain/deployment"
import { hasTpm2 } from "#domain/hardware"
import type { AttemptCommand, RefusedStep } from "./commands.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import type { DeviceFact } from "./events.ts"
import { outOfOrder } from "./refusals.ts"
import type { AttemptState, DeviceState } from "./state.ts"

type EnrolmentCommand = Extract<
  AttemptCommand,
  { type: "Attest" | "Join" | "ReportDomainJoin" | "CheckDomainController" | "Enrol" }
>

const one = (fact: DeviceFact): Decision => Result.succeed([fact])

/** What a user must have for the device to enrol. */
export const INTUNE_LICENCE = "INTUNE"

/** Source of the codes: Windows Autopilot troubleshooting FAQ and known issues; Windows enrolment errors. */
interface KnownRefusal extends RefusedStep {
  readonly code: DeploymentCode
}
const NOT_LICENSED: KnownRefusal = { code: "0x80180018", reason: "the user has no Intune licence" }
const ALREADY_USED: KnownRefusal = {
  code: "0x80180014",
  reason: "the device enrolled by its TPM before and may do so only once",
}
const NOT_PRE_PROVISIONED: KnownRefusal = {
  code: "0x80180005",
  reason: "the profile does not allow pre-provisioning",
}
const tooManyDevices = ({ devices, limit }: { readonly devices: number; readonly limit: number }) =>
  ({
    code: "0x801C0003",
    reason: `the user has ${devices} devices and may have ${limit}`,
  }) satisfies KnownRefusal
const NO_TPM: DeploymentCode = "0x800705B4"

const attest = (
  state: DeviceState,
  attempt: AttemptState,
  { code }: Extract<EnrolmentCommand, { type: "Attest" }>,
  { profile }: DecisionContext,
): Decision => {
  if (!usesDeviceToken(attempt.scenario))
    return Result.fail(outOfOrder("An attestation", "in this scenario the user signs in instead"))
  // Windows lets a technician begin whatever the profile says; Intune does not let the device in.
  if (attempt.scenario === "pre-provisioned" && profile?.oobe.preProvisioning === "forbidden")
    return one({ type: "EnrollmentRefused", data: { attempt: attempt.number, ...NOT_PRE_PROVISIONED } })
  const hasTpm = hasTpm2(state.registration?.hardware.tpmVersion ?? "")
  const failure = code ?? (hasTpm ? null : NO_TPM)
  return one(
    failure === null
      ? { type: "TpmAttested", data: { attempt: attempt.number } }
      : { type: "AttestationFailed", data: { attempt: attempt.number, code: failure } },
  )
}

const isHybrid = ({ scenario }: AttemptState): boolean => scenario === "user-driven-hybrid"

/**
 * What a hybrid device has to have done before it joins: it enrols first, the connector prepares the join to the domain,
 * and a domain controller is in sight. Source: Windows Autopilot, user-driven mode for hybrid join.
 */
const missingBeforeDomain = (attempt: AttemptState): string | undefined => {
  if (!attempt.enrolled) return "a hybrid device enrols in Intune before it joins"
  if (attempt.domainJoin !== "processed") return "the connector has not prepared the join to the domain"
  return attempt.domainControllerPassed ? undefined : "no domain controller was in sight"
}

const missingBeforeJoin = (attempt: AttemptState): string | undefined => {
  if (usesDeviceToken(attempt.scenario)) return attempt.attested ? undefined : "its TPM has not been attested"
  if (attempt.signedIn === null) return "no user of this tenant has signed in"
  return isHybrid(attempt) ? missingBeforeDomain(attempt) : undefined
}

const join = (
  attempt: AttemptState,
  { entraDeviceId, quota, refused }: Extract<EnrolmentCommand, { type: "Join" }>,
): Decision => {
  const missing = missingBeforeJoin(attempt)
  if (missing !== undefined) return Result.fail(outOfOrder("The join", missing))
  if (refused !== null) return one({ type: "JoinRefused", data: { attempt: attempt.number, ...refused } })
  if (quota !== null && quota.devices >= quota.limit)
    return one({ type: "JoinRefused", data: { attempt: attempt.number, ...tooManyDevices(quota), quota } })
  const join = isHybrid(attempt) ? "hybrid" : "entra"
  return one({ type: "DeviceJoined", data: { attempt: attempt.number, join, entraDeviceId } })
}

const reportDomainJoin = (
  attempt: AttemptState,
  { state }: Extract<EnrolmentCommand, { type: "ReportDomainJoin" }>,
): Decision => {
  const what = "A join to the domain"
  if (!isHybrid(attempt)) return Result.fail(outOfOrder(what, "the profile asks for no hybrid join"))
  if (!attempt.enrolled) return Result.fail(outOfOrder(what, "the device is not enrolled"))
  const code = state === "timedOut" ? "0x80070774" : null
  return one({ type: "DomainJoinReported", data: { attempt: attempt.number, state, code } })
}

const checkDomainController = (
  attempt: AttemptState,
  { reached }: Extract<EnrolmentCommand, { type: "CheckDomainController" }>,
  { profile }: DecisionContext,
): Decision => {
  if (attempt.domainJoin !== "processed")
    return Result.fail(
      outOfOrder("A look for a domain controller", "the connector has not prepared the join to the domain"),
    )
  const skipped = profile?.device.skipDomainControllerCheck === true
  const result = reached ? "reached" : skipped ? "skipped" : "notReached"
  return one({ type: "DomainControllerChecked", data: { attempt: attempt.number, result } })
}

/** Why an enrolment is refused, null if it is not: what the device was told elsewhere comes first. */
const obstacle = (
  state: DeviceState,
  attempt: AttemptState,
  refused: RefusedStep | null,
): RefusedStep | null => {
  if (refused !== null) return refused
  if (!usesDeviceToken(attempt.scenario)) return attempt.signedIn?.licensed === true ? null : NOT_LICENSED
  return state.registration?.enrolmentUsed === true ? ALREADY_USED : null
}

const enrol = (
  state: DeviceState,
  attempt: AttemptState,
  command: Extract<EnrolmentCommand, { type: "Enrol" }>,
): Decision => {
  // A hybrid device enrols first and joins its domain after.
  if (isHybrid(attempt) && attempt.signedIn === null)
    return Result.fail(outOfOrder("The enrolment", "no user of this tenant has signed in"))
  if (!isHybrid(attempt) && !attempt.joined)
    return Result.fail(outOfOrder("The enrolment", "the device has not joined the directory"))
  const refused = obstacle(state, attempt, command.refused)
  if (refused !== null)
    return one({ type: "EnrollmentRefused", data: { attempt: attempt.number, ...refused } })
  return one({
    type: "DeviceEnrolled",
    data: {
      attempt: attempt.number,
      managedDeviceId: command.managedDeviceId,
      deviceName: state.registration?.name ?? command.generatedName,
    },
  })
}

/** Decides what makes a device known to the directory and to Intune: attestation, join and enrolment. */
export const decideEnrolment = (
  state: DeviceState,
  attempt: AttemptState,
  command: EnrolmentCommand,
  context: DecisionContext,
): Decision => {
  switch (command.type) {
    case "Attest":
      return attest(state, attempt, command, context)
    case "Join":
      return join(attempt, command)
    case "ReportDomainJoin":
      return reportDomainJoin(attempt, command)
    case "CheckDomainController":
      return checkDomainController(attempt, command, context)
    case "Enrol":
      return enrol(state, attempt, command)
  }
}
