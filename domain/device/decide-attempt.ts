import { Result } from "effect"
import type { AttemptCommand } from "./commands.ts"
import { decideEnrolment, INTUNE_LICENCE } from "./decide-enrolment.ts"
import { decideEsp } from "./decide-esp.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import type { DeviceFact } from "./events.ts"
import { withPageChoice } from "./page-choice.ts"
import { attemptOver, nothingWaits, outOfOrder, unknownSignal } from "./refusals.ts"
import type { AttemptState, DeviceState } from "./state.ts"

const one = (fact: DeviceFact): Decision => Result.succeed([fact])

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

const answerTerms = (attempt: AttemptState, accepted: boolean): Decision => {
  if (attempt.signedIn === null)
    return Result.fail(outOfOrder("An answer to the terms of use", "no user of this tenant has signed in"))
  return one({ type: accepted ? "TermsAccepted" : "TermsDeclined", data: { attempt: attempt.number } })
}

/** Decides a report of a device within its running attempt. */
export const decideAttempt = (
  state: DeviceState,
  command: AttemptCommand,
  context: DecisionContext,
): Decision => {
  const attempt = state.attempt
  if (attempt === null || attempt.ended !== null)
    return Result.fail(
      command.type === "SendSignal" ? nothingWaits(command.name) : attemptOver(command.attempt, null),
    )
  if (attempt.number !== command.attempt) return Result.fail(attemptOver(command.attempt, attempt.number))
  switch (command.type) {
    case "ReportNetwork":
      return one({ type: "NetworkConnected", data: { attempt: attempt.number, medium: command.medium } })
    case "AnswerOobe":
      return one({ type: "OobeAnswered", data: { attempt: attempt.number, answers: command.answers } })
    case "SignIn":
      return signIn(attempt, command)
    case "AnswerTerms":
      return answerTerms(attempt, command.accepted)
    case "Attest":
    case "Join":
    case "ReportDomainJoin":
    case "CheckDomainController":
      return decideEnrolment(state, attempt, command, context)
    case "Enrol": {
      const enrolment = decideEnrolment(state, attempt, command, context)
      return withPageChoice(enrolment, state, attempt, { context, offer: command.pages })
    }
    case "SendSignal":
      return context.profile?.signals.includes(command.name)
        ? one({ type: "SignalReceived", data: { attempt: attempt.number, name: command.name } })
        : Result.fail(unknownSignal(command.name, context.profile?.signals ?? []))
    default:
      return decideEsp(attempt, command, context)
  }
}
