import { Result } from "effect"
import type { DeviceCommand } from "./commands.ts"
import type { Decision } from "./decision.ts"
import { leftBehindOf, mayBegin, noIntuneRecord, remediationFirst } from "./deregistration.ts"
import type { DeviceFact, DeviceFactOf } from "./events.ts"
import { notRegistered } from "./refusals.ts"
import type { DeviceState, Registration } from "./state.ts"

/** The commands by which a device leaves Intune, Windows Autopilot or both. */
export type LeavingCommand = Extract<
  DeviceCommand,
  { type: "StartDeregistration" | "ContinueDeregistration" | "RemoveIntuneRecord" | "AllowNextEnrollment" }
>

const TYPES: ReadonlyArray<DeviceCommand["type"]> = [
  "StartDeregistration",
  "ContinueDeregistration",
  "RemoveIntuneRecord",
  "AllowNextEnrollment",
]

/** Whether a command is one by which a device leaves. */
export const isLeaving = (command: DeviceCommand): command is LeavingCommand => TYPES.includes(command.type)

const none: Decision = Result.succeed([])

/** The record goes, and with it the block of those who enrolled by their TPM: they may do so once per record. */
const recordRemoved = (
  { enrolmentUsed }: Registration,
  data: DeviceFactOf<"IntuneRecordRemoved">["data"],
): ReadonlyArray<DeviceFact> => [
  { type: "IntuneRecordRemoved", data },
  ...(enrolmentUsed
    ? [{ type: "NextEnrollmentAllowed", data: { reason: "the Intune record was removed" } } as const]
    : []),
]

const start = (
  registration: Registration,
  { authorization, reason, way }: Extract<LeavingCommand, { type: "StartDeregistration" }>,
): Decision =>
  registration.deregistration === null
    ? Result.map(mayBegin(registration, way), (obstacles) => [
        { type: "DeregistrationStarted", data: { way, reason, authorization, obstacles } },
      ])
    : none

/** The next step of a deregistration: one thing at a time, so that each is seen and a crash between two loses nothing. */
const continued = (state: DeviceState, registration: Registration, entraDeviceId: string): Decision => {
  const { assignedUser, deregistration, managedDeviceId } = registration
  if (deregistration === null) return none
  const { authorization, reason, way } = deregistration
  if (way === "in-order" && managedDeviceId !== null)
    return Result.succeed(
      recordRemoved(registration, { reason: "the device is being deregistered", act: "delete" }),
    )
  if (way === "in-order" && assignedUser !== null)
    return Result.succeed([{ type: "UserUnassigned", data: { userId: assignedUser } }])
  const leftBehind = leftBehindOf(state, entraDeviceId)
  return Result.succeed([{ type: "DeviceDeregistered", data: { reason, authorization, leftBehind } }])
}

/** A wipe ends what is running: the device comes back as from the factory, and its next setup is another attempt. */
const wiped = ({ attempt, status }: DeviceState): ReadonlyArray<DeviceFact> =>
  status === "registered" && attempt !== null && attempt.ended === null
    ? [{ type: "DeviceReset", data: { attempt: attempt.number } }]
    : []

const removeRecord = (
  state: DeviceState,
  registration: Registration,
  { act, reason }: Extract<LeavingCommand, { type: "RemoveIntuneRecord" }>,
): Decision =>
  registration.managedDeviceId === null
    ? Result.fail(noIntuneRecord())
    : Result.succeed([
        ...recordRemoved(registration, { reason, act }),
        ...(act === "wipe" ? wiped(state) : []),
      ])

const allowNext = (
  { enrolmentUsed, remediation }: Registration,
  { reason }: Extract<LeavingCommand, { type: "AllowNextEnrollment" }>,
): Decision => {
  if (remediation?.handling === "automatic") return Result.fail(remediationFirst())
  return enrolmentUsed ? Result.succeed([{ type: "NextEnrollmentAllowed", data: { reason } }]) : none
}

/**
 * Decides how a device leaves: Windows Autopilot step by step, Intune alone, or the block of its next enrolment.
 *
 * An Intune record outlives the registration and may be removed later; nothing else happens to a device that left.
 */
export const decideLeaving = (state: DeviceState, command: LeavingCommand): Decision => {
  const { registration, status } = state
  if (registration === null) return Result.fail(notRegistered())
  if (command.type === "RemoveIntuneRecord") return removeRecord(state, registration, command)
  if (status !== "registered")
    return command.type === "ContinueDeregistration" ? none : Result.fail(notRegistered())
  switch (command.type) {
    case "StartDeregistration":
      return start(registration, command)
    case "ContinueDeregistration":
      return continued(state, registration, command.entraDeviceId)
    case "AllowNextEnrollment":
      return allowNext(registration, command)
  }
}
