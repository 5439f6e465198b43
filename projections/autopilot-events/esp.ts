import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import type { Handlers, ProjectedEvent } from "#projections/runtime"
import { came, concluded, type OfAttempt } from "./attempt.ts"
import { handedOver } from "./handed-over.ts"
import { withCode } from "./oobe.ts"

/** A failure of the page is the first verdict of its attempt, whatever comes after it. */
const FAILED = `deploymentState = 'failure', firstVerdict = coalesce(firstVerdict, 'failure'), failureDetails = ?`

const phaseFailed = (phase: EspPhase) => `${phase}Status = 'failure'`

/** ERROR_TIMEOUT as an HRESULT, which Windows shows when the page runs out of time. */
const TIMED_OUT = "0x800705B4"

const timedOut = ({ data, ...event }: ProjectedEvent<"EspTimedOut">) =>
  came(
    { ...event, data, recordedAt: data.dueAt },
    `${phaseFailed(data.phase)}, ${data.phase}EndedAt = ?, ${FAILED}, firstVerdictAt = coalesce(firstVerdictAt, ?)`,
    data.dueAt,
    withCode("the Enrollment Status Page timed out", TIMED_OUT),
    data.dueAt,
  )

/** A retry begins the failed phases anew; what was judged before stays the first verdict. */
const RETRIED = ESP_PHASES.map(
  (phase) =>
    `${phase}EndedAt = iif(${phase}Status = 'failure', NULL, ${phase}EndedAt),
     ${phase}Status = iif(${phase}Status = 'failure', 'inProgress', ${phase}Status)`,
).join(", ")

/** Ends an attempt. Verdict and details are SQL expressions, in which `?1` is the text given. */
const ended = (event: OfAttempt, verdict: string, text: string, details = "failureDetails") =>
  concluded(
    event,
    `finalVerdict = ${verdict}, deploymentState = ${verdict}, firstVerdict = coalesce(firstVerdict, ${verdict}),
     firstVerdictAt = coalesce(firstVerdictAt, lastAt), endedAt = lastAt, phase = 'ended',
     waitingState = NULL, waitingUntil = NULL, failureDetails = ${details}`,
    text,
  )

/** From the Enrollment Status Page to the attempt's end. */
export const esp: Handlers = {
  EspPageChosen: (event) => {
    const { page } = event.data
    return came(
      event,
      "pageId = ?, pageName = ?, pageVersion = ?",
      page?.profileId ?? null,
      page?.name ?? null,
      page?.version ?? null,
    )
  },
  EspPhaseStarted: (event) => {
    const { phase, tracked } = event.data
    const apps = tracked.filter(({ category }) => category === "applications").length
    return came(
      event,
      `phase = ?, deploymentState = 'inProgress', ${phase}Status = 'inProgress', ${phase}EndedAt = NULL,
       ${phase}StartedAt = coalesce(${phase}StartedAt, ?),
       targetedAppCount = targetedAppCount + iif(${phase}StartedAt IS NULL, ?, 0),
       targetedPolicyCount = targetedPolicyCount + iif(${phase}StartedAt IS NULL, ?, 0)`,
      phase,
      event.recordedAt,
      apps,
      tracked.length - apps,
    )
  },
  EspItemReported: (event) => came(event),
  EspItemTimedOut: ({ data, ...event }) => came({ ...event, data, recordedAt: data.dueAt }),
  DeviceRestarted: (event) => came(event),
  EspPhaseCompleted: (event) => {
    const { phase } = event.data
    return concluded(event, `${phase}Status = 'success', ${phase}EndedAt = lastAt`)
  },
  EspFailed: (event) => {
    const { category, code, item, phase } = event.data
    return concluded(
      event,
      `${phaseFailed(phase)}, ${phase}EndedAt = lastAt, ${FAILED},
       firstVerdictAt = coalesce(firstVerdictAt, lastAt)`,
      withCode(`${category} "${item}" failed`, code),
    )
  },
  EspTimedOut: timedOut,
  RetryChosen: (event) =>
    came(event, `retries = retries + 1, deploymentState = 'inProgress', failureDetails = NULL, ${RETRIED}`),
  ContinueChosen: (event) => came(event, "continued = 1"),
  LogsCollected: (event) => came(event),
  DeviceResealed: handedOver,
  DeviceReset: (event) => came(event),
  DesktopReleased: (event) => concluded(event, "desktopAt = lastAt, phase = 'desktop'"),
  DeploymentSucceeded: (event) =>
    ended(event, "iif(?1 = 'success' AND retries > 0, 'successOnRetry', ?1)", event.data.outcome),
  DeploymentFailed: (event) => {
    const { code, reason } = event.data
    return [
      ...ended(event, "'failure'", withCode(reason, code), "?1"),
      ...concluded(event, "enrollmentState = iif(enrollmentState = 'enrolled', 'enrolled', 'failed')"),
    ]
  },
}
