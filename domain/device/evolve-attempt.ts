import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import type { Occurred } from "#domain/kernel"
import type { DeviceFact, DeviceFactOf } from "./events.ts"
import type { AttemptState, Failure, ItemState, PhaseState } from "./state.ts"

/** A fresh attempt. */
export const startAttempt = (
  data: DeviceFactOf<"DeploymentStarted">["data"],
  { at }: Occurred,
): AttemptState => ({
  number: data.attempt,
  scenario: data.scenario,
  profile: data.profile,
  page: null,
  startedAt: at,
  network: false,
  answered: false,
  signedIn: null,
  firstUser: null,
  credentialsLost: false,
  signInRefusals: 0,
  attested: false,
  domainJoin: null,
  domainControllerPassed: false,
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
      const begunAt = state === "notInstalled" ? null : (known?.begunAt ?? null)
      const rebootRequired = known?.rebootRequired ?? null
      return [key, { category, item, blocking, state, code: null, begunAt, rebootRequired }]
    }),
  )
  const phase: PhaseState = { startedAt: before?.startedAt ?? at, completedAt: null, items }
  return { ...attempt, phases: { ...attempt.phases, [data.phase]: phase } }
}

type Reported = Pick<
  DeviceFactOf<"EspItemReported">["data"],
  "category" | "code" | "item" | "phase" | "rebootRequired" | "state"
>

const itemReported = (
  attempt: AttemptState,
  { category, code, item, phase, rebootRequired: asked, state }: Reported,
  { at }: Occurred,
): AttemptState =>
  inPhase(attempt, phase, (current) => {
    const key = itemKey(category, item)
    const known = current.items[key]
    if (known === undefined) return current
    const begunAt = known.begunAt ?? at
    // While the account is set up nothing restarts the device: that waits until the desktop is shown.
    const rebootRequired = phase === "accountSetup" ? null : (asked ?? null)
    const now = { ...known, state, code, begunAt, rebootRequired }
    return { ...current, items: { ...current.items, [key]: now } }
  })

/** What Windows shows where an app ran out of its time. */
const APP_TIMED_OUT = "0x81036502"

const failed = (
  attempt: AttemptState,
  what: string,
  code: string | null,
  { item = null, phase = null }: Partial<Pick<Failure, "item" | "phase">> = {},
): AttemptState => ({ ...attempt, failure: { what, phase, code, item } })

/** Changes the items of the phases that have begun and are not completed. */
const openItems = (attempt: AttemptState, change: (item: ItemState) => ItemState): AttemptState => {
  const changed = ESP_PHASES.flatMap((name) => {
    const phase = attempt.phases[name]
    if (phase === undefined || phase.completedAt !== null) return []
    const items = Object.entries(phase.items).map(([key, item]) => [key, change(item)] as const)
    return [[name, { ...phase, items: Object.fromEntries(items) }] as const]
  })
  return { ...attempt, phases: { ...attempt.phases, ...Object.fromEntries(changed) } }
}

/** What is still being installed when somebody tries again has its time anew. */
const clocksAnew = (attempt: AttemptState, { at }: Occurred): AttemptState =>
  openItems(attempt, (item) => (item.state === "inProgress" ? { ...item, begunAt: at } : item))

/** One restart does for everything that asked for it; whoever had signed in has to do so again. */
const restarted = (attempt: AttemptState): AttemptState => ({
  ...openItems(attempt, (item) => ({ ...item, rebootRequired: null })),
  credentialsLost: attempt.signedIn !== null,
})

const evolveEsp = (attempt: AttemptState, fact: DeviceFact, occurred: Occurred): AttemptState => {
  switch (fact.type) {
    case "EspPageChosen":
      return { ...attempt, page: { ref: fact.data.page, status: fact.data.status } }
    case "EspPhaseStarted":
      return phaseStarted(attempt, fact.data, occurred)
    case "EspItemReported":
      return itemReported(attempt, fact.data, occurred)
    case "EspItemTimedOut":
      return itemReported(attempt, { ...fact.data, state: "failed", code: APP_TIMED_OUT }, occurred)
    case "EspPhaseCompleted":
      return inPhase(attempt, fact.data.phase, (phase) => ({ ...phase, completedAt: occurred.at }))
    case "EspFailed": {
      const { category, code, item, phase } = fact.data
      return failed(attempt, `${category} "${item}" failed`, code, { phase, item: { category, item } })
    }
    case "EspTimedOut":
      return failed(attempt, "the Enrollment Status Page timed out", "0x800705B4", {
        phase: fact.data.phase,
      })
    case "RetryChosen":
      return { ...clocksAnew(attempt, occurred), retries: attempt.retries + 1, failure: null }
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
        firstUser: attempt.firstUser ?? (attempt.enrolled ? fact.data.userId : null),
        credentialsLost: false,
        failure: null,
      }
    case "SignInRefused":
      return failed(
        { ...attempt, signInRefusals: attempt.signInRefusals + 1 },
        `sign-in refused: ${fact.data.reason}`,
        fact.data.code,
      )
    case "TermsDeclined":
      return failed({ ...attempt, signedIn: null }, "the terms of use were declined", null)
    case "DeviceRestarted":
      return restarted(attempt)
    case "TpmAttested":
      return { ...attempt, attested: true }
    case "DomainJoinReported": {
      const reported = { ...attempt, domainJoin: fact.data.state }
      return fact.data.state === "timedOut"
        ? failed(reported, "the offline domain join timed out", fact.data.code)
        : reported
    }
    case "DomainControllerChecked":
      return fact.data.result === "notReached"
        ? failed(attempt, "no domain controller was found", "0x80070774")
        : { ...attempt, domainControllerPassed: true }
    case "DeviceResealed":
      // The device part runs again when the user has the device.
      return { ...attempt, resealedAt: occurred.at, phases: {} }
    case "AttestationFailed":
      return failed(attempt, "TPM attestation failed", fact.data.code)
    case "DeviceJoined":
      return { ...attempt, joined: true }
    case "DeviceEnrolled":
      return { ...attempt, firstUser: attempt.signedIn?.userId ?? null, enrolled: true }
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
