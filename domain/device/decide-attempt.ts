import { Result } from "effect"
import type { AttemptCommand } from "./commands.ts"
import type { Decision, DecisionContext } from "./decide.ts"
import { decideEsp } from "./decide-esp.ts"
import type { DeviceFact } from "./events.ts"
import { attemptOver, notOffered, outOfOrder } from "./refusals.ts"
import type { AttemptState, DeviceState } from "./state.ts"

const one = (fact: DeviceFact): Decision => Result.succeed([fact])

/** 0x80180018: no licence, or the wrong one. Source: Windows Autopilot troubleshooting, MDM enrolment errors. */
const NOT_LICENSED = "0x80180018"

/** What a user must have for the device to enrol. */
export const INTUNE_LICENCE = "INTUNE"

const signIn = (attempt: AttemptState, command: Extract<AttemptCommand, { type: "SignIn" }>): Decision => {
  const { directory, userId } = command
  if (directory.known)
    return one({
      type: "UserSignedIn",
      data: {
        attempt: attempt.number,
        userId,
        tenantMatched: true,
        licensed: directory.licences.includes(INTUNE_LICENCE),
        licences: directory.licences,
        directoryRevision: directory.revision,
      },
    })
  const reason = directory.domainKnown ? "unknown-user" : "wrong-tenant"
  return one({ type: "SignInRefused", data: { attempt: attempt.number, userId, reason, code: null } })
}

const enrol = (
  state: DeviceState,
  attempt: AttemptState,
  command: Extract<AttemptCommand, { type: "Enrol" }>,
): Decision => {
  if (!attempt.joined)
    return Result.fail(outOfOrder("The enrolment", "the device has not joined the directory"))
  if (attempt.signedIn?.licensed !== true)
    return one({
      type: "EnrollmentRefused",
      data: { attempt: attempt.number, code: NOT_LICENSED, reason: "the user has no Intune licence" },
    })
  return one({
    type: "DeviceEnrolled",
    data: {
      attempt: attempt.number,
      managedDeviceId: command.managedDeviceId,
      deviceName: state.registration?.name ?? command.generatedName,
    },
  })
}

const join = (attempt: AttemptState, command: Extract<AttemptCommand, { type: "Join" }>): Decision =>
  attempt.signedIn === null
    ? Result.fail(outOfOrder("The join", "no user of this tenant has signed in"))
    : one({
        type: "DeviceJoined",
        data: { attempt: attempt.number, join: "entra", entraDeviceId: command.entraDeviceId },
      })

/** Decides a report of a device within its running attempt. */
export const decideAttempt = (
  state: DeviceState,
  command: AttemptCommand,
  context: DecisionContext,
): Decision => {
  const attempt = state.attempt
  if (attempt === null || attempt.ended !== null) return Result.fail(attemptOver(command.attempt, null))
  if (attempt.number !== command.attempt) return Result.fail(attemptOver(command.attempt, attempt.number))
  switch (command.type) {
    case "ReportNetwork":
      return one({ type: "NetworkConnected", data: { attempt: attempt.number, medium: command.medium } })
    case "AnswerOobe":
      return one({ type: "OobeAnswered", data: { attempt: attempt.number, answers: command.answers } })
    case "SignIn":
      return signIn(attempt, command)
    case "Join":
      return join(attempt, command)
    case "Enrol":
      return enrol(state, attempt, command)
    case "SendSignal":
      return context.profile?.signals.includes(command.name)
        ? one({ type: "SignalReceived", data: { attempt: attempt.number, name: command.name } })
        : Result.fail(notOffered(command.name, "the profile declares no such signal"))
    default:
      return decideEsp(attempt, command, context)
  }
}
