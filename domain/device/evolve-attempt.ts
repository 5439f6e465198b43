import type { EspPhase } from "#domain/deployment"
import type { Occurred } from "#domain/kernel"
import type { DeviceFact, DeviceFactOf } from "./events.ts"
import type { AttemptState, ItemState, PhaseState } from "./state.ts"

/** A fresh attempt. */
export const startAttempt = (
  data: DeviceFactOf<"DeploymentStarted">["data"],
  { at }: Occurred,
): AttemptState => ({
  number: data.attempt,
  scenario: data.scenario,
  profile: data.profile,
  startedAt: at,
  network: false,
  answered: false,
  signedIn: null,
  signInRefusals: 0,
  attested: false,
  joined: false,
  enrolled: false,
  resealedAt: null,
  phases: {},
  retries: 0,
  continued: false,
  desktopReleased: false,
  failure: null,
  ended: null,
})

/** The key of an item within its phase. */
export const itemKey = (category: string, item: string): string => `${category}/${item}`

const inPhase = (
  attempt: AttemptState,
  phase: EspPhase,
  update: (current: PhaseState) => PhaseState,
): AttemptState => {
  const current = attempt.phases[phase]
  return current === undefined
    ? attempt
    : { ...attempt, phases: { ...attempt.phases, [phase]: update(current) } }
}

const phaseStarted = (
  attempt: AttemptState,
  data: DeviceFactOf<"EspPhaseStarted">["data"],
  { at }: Occurred,
): AttemptState => {
  const before = attempt.phases[data.phase]
  const items = Object.fromEntries(
    data.tracked.map(({ category, item, blocking }): [string, ItemState] => {
      const key = itemKey(category, item)
      const known = before?.items[key]
      const state = known === undefined || known.state === "failed" ? "notInstalled" : known.state
      return [key, { category, item, blocking, state, code: null }]
    }),
  )
  const phase: PhaseState = { startedAt: before?.startedAt ?? at, completedAt: null, items }
  return { ...attempt, phases: { ...attempt.phases, [data.phase]: phase } }
}

const itemReported = (attempt: AttemptState, data: DeviceFactOf<"EspItemReported">["data"]): AttemptState =>
  inPhase(attempt, data.phase, (phase) => {
    const key = itemKey(data.category, data.item)
    const known = phase.items[key]
    if (known === undefined) return phase
    return { ...phase, items: { ...phase.items, [key]: { ...known, state: data.state, code: data.code } } }
  })

const failed = (
  attempt: AttemptState,
  what: string,
  code: string | null,
  phase: EspPhase | null = null,
): AttemptState => ({ ...attempt, failure: { what, phase, code } })

const evolveEsp = (attempt: AttemptState, fact: DeviceFact, occurred: Occurred): AttemptState => {
  switch (fact.type) {
    case "EspPhaseStarted":
      return phaseStarted(attempt, fact.data, occurred)
    case "EspItemReported":
      return itemReported(attempt, fact.data)
    case "EspPhaseCompleted":
      return inPhase(attempt, fact.data.phase, (phase) => ({ ...phase, completedAt: occurred.at }))
    case "EspFailed":
      return failed(
        attempt,
        `${fact.data.category} "${fact.data.item}" failed`,
        fact.data.code,
        fact.data.phase,
      )
    case "EspTimedOut":
      return failed(attempt, "the Enrollment Status Page timed out", "0x800705B4", fact.data.phase)
    case "RetryChosen":
      return { ...attempt, retries: attempt.retries + 1, failure: null }
    case "ContinueChosen":
      return { ...attempt, continued: true }
    default:
      return attempt
  }
}

/** Applies one event to the attempt it belongs to. */
export const evolveAttempt = (attempt: AttemptState, fact: DeviceFact, occurred: Occurred): AttemptState => {
  switch (fact.type) {
    case "NetworkConnected":
      return { ...attempt, network: true }
    case "OobeAnswered":
      return { ...attempt, answered: true }
    case "UserSignedIn":
      return {
        ...attempt,
        signedIn: { userId: fact.data.userId, licensed: fact.data.licensed },
        failure: null,
      }
    case "SignInRefused":
      return failed(
        { ...attempt, signInRefusals: attempt.signInRefusals + 1 },
        `sign-in refused: ${fact.data.reason}`,
        fact.data.code,
      )
    case "TpmAttested":
      return { ...attempt, attested: true }
    case "DomainJoinReported":
      return fact.data.state === "timedOut"
        ? failed(attempt, "the offline domain join timed out", fact.data.code)
        : attempt
    case "DomainControllerChecked":
      return fact.data.result === "notReached"
        ? failed(attempt, "no domain controller was found", "0x80070774")
        : attempt
    case "DeviceResealed":
      // The device part runs again when the user has the device.
      return { ...attempt, resealedAt: occurred.at, phases: {} }
    case "AttestationFailed":
      return failed(attempt, "TPM attestation failed", fact.data.code)
    case "DeviceJoined":
      return { ...attempt, joined: true }
    case "DeviceEnrolled":
      return { ...attempt, enrolled: true }
    case "JoinRefused":
    case "EnrollmentRefused":
      return failed(attempt, fact.data.reason, fact.data.code)
    case "WaitTimedOut":
      return fact.data.machine === "attempt" ? failed(attempt, fact.data.reason, null) : attempt
    case "DesktopReleased":
      return { ...attempt, desktopReleased: true }
    case "DeploymentSucceeded":
      return { ...attempt, ended: { outcome: fact.data.outcome, at: occurred.at } }
    case "DeploymentFailed":
      return { ...attempt, ended: { outcome: "failure", at: occurred.at } }
    default:
      return evolveEsp(attempt, fact, occurred)
  }
}
