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

const join = (
  attempt: AttemptState,
  { entraDeviceId, quota, refused }: Extract<EnrolmentCommand, { type: "Join" }>,
): Decision => {
  const proved = usesDeviceToken(attempt.scenario) ? attempt.attested : attempt.signedIn !== null
  const missing = usesDeviceToken(attempt.scenario)
    ? "its TPM has not been attested"
    : "no user of this tenant has signed in"
  if (!proved) return Result.fail(outOfOrder("The join", missing))
  if (refused !== null) return one({ type: "JoinRefused", data: { attempt: attempt.number, ...refused } })
  if (quota !== null && quota.devices >= quota.limit)
    return one({ type: "JoinRefused", data: { attempt: attempt.number, ...tooManyDevices(quota), quota } })
  const join = attempt.scenario === "user-driven-hybrid" ? "hybrid" : "entra"
  return one({ type: "DeviceJoined", data: { attempt: attempt.number, join, entraDeviceId } })
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
  const isHybrid = attempt.scenario === "user-driven-hybrid"
  if (isHybrid && attempt.signedIn === null)
    return Result.fail(outOfOrder("The enrolment", "no user of this tenant has signed in"))
  if (!isHybrid && !attempt.joined)
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
  const { number } = attempt
  switch (command.type) {
    case "Attest":
      return attest(state, attempt, command, context)
    case "Join":
      return join(attempt, command)
    case "ReportDomainJoin": {
      const code = command.state === "timedOut" ? "0x80070774" : null
      return one({ type: "DomainJoinReported", data: { attempt: number, state: command.state, code } })
    }
    case "CheckDomainController": {
      const skipped = context.profile?.device.skipDomainControllerCheck === true
      const result = command.reached ? "reached" : skipped ? "skipped" : "notReached"
      return one({ type: "DomainControllerChecked", data: { attempt: number, result } })
    }
    case "Enrol":
      return enrol(state, attempt, command)
  }
}
