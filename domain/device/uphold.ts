import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import type { Refusal } from "#domain/kernel"
import type { DeviceFact } from "./events.ts"
import { invariantBroken } from "./refusals.ts"
import type { AttemptState, DeviceState, ItemState, PhaseState } from "./state.ts"

const SETTLED: ReadonlyArray<string> = ["completed", "notRequired"]

/** Whether an item holds its phase still: it is to be there and is not, or waits for a restart. */
export const isHolding = ({ blocking, rebootRequired, state }: ItemState): boolean =>
  blocking && (rebootRequired !== null || !SETTLED.includes(state))

/** Whether everything that holds a phase is installed or not required, and no restart is left to be made. */
export const isPhaseSettled = (phase: PhaseState, category?: string): boolean =>
  Object.values(phase.items).every(
    (item) => (category !== undefined && item.category !== category) || !isHolding(item),
  )

/** The first blocking item of a phase that failed, if one did. */
export const failedItem = (phase: PhaseState | undefined) =>
  phase === undefined
    ? undefined
    : Object.values(phase.items).find((item) => item.blocking && item.state === "failed")

const unsettled = (attempt: AttemptState): EspPhase | undefined =>
  ESP_PHASES.find((phase) => {
    const current = attempt.phases[phase]
    return current !== undefined && !isPhaseSettled(current)
  })

const completedWithout = (attempt: AttemptState, phase: EspPhase): string | undefined => {
  const current = attempt.phases[phase]
  if (current === undefined) return `the phase "${phase}" never started`
  return isPhaseSettled(current) ? undefined : `blocking items of "${phase}" are not installed`
}

const releasedWithout = (attempt: AttemptState): string | undefined => {
  if (!attempt.enrolled) return "the device is not enrolled"
  if (attempt.signedIn === null && attempt.scenario !== "self-deploying") return "no user has signed in"
  const open = attempt.continued ? undefined : unsettled(attempt)
  return open === undefined ? undefined : `blocking items of "${open}" are not installed`
}

const succeededWithout = (attempt: AttemptState, outcome: string): string | undefined => {
  if (!attempt.desktopReleased) return "the desktop was not released"
  return attempt.continued && outcome === "success"
    ? "the user continued without what was required"
    : undefined
}

const brokenRule = (attempt: AttemptState, fact: DeviceFact): string | undefined => {
  switch (fact.type) {
    case "EspPhaseCompleted":
      return completedWithout(attempt, fact.data.phase)
    case "DesktopReleased":
      return releasedWithout(attempt)
    case "DeploymentSucceeded":
      return succeededWithout(attempt, fact.data.outcome)
    default:
      return undefined
  }
}

/**
 * Checks what the statechart concluded against the rules that no YAML can loosen.
 *
 * @param after the state with the input and all conclusions applied
 * @returns the first rule that a conclusion breaks, as a refusal
 */
export const uphold = (after: DeviceState, concluded: ReadonlyArray<DeviceFact>): Refusal | undefined => {
  const attempt = after.attempt
  if (attempt === null) return undefined
  for (const fact of concluded) {
    const rule = brokenRule(attempt, fact)
    if (rule !== undefined) return invariantBroken(fact.type, rule)
  }
  return undefined
}
