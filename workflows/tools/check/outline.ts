import type { AttemptState, Registration } from "#domain/device"
import type { DeviceProcess } from "#workflows/engine"
import { activeOn } from "../rehearsal/stage.ts"
import { isRegion, pagesOf } from "./progress.ts"
import type { World } from "./world.ts"

const countFailed = ({ phases }: AttemptState): number =>
  Object.values(phases)
    .flatMap((phase) => Object.values(phase.items))
    .filter(({ state }) => state === "failed").length

/** What is true of an attempt. Left out is what no rule and no condition can look at; what is new here counts. */
const attemptOutline = ({ conditions }: World, attempt: AttemptState): unknown => {
  const {
    ended,
    failure: _failure,
    number: _number,
    phases: _phases,
    profile: _profile,
    resealedAt,
    signedIn,
    signInRefusals: _signInRefusals,
    startedAt: _startedAt,
    ...rest
  } = attempt
  return {
    ...rest,
    ended: ended?.outcome,
    resealed: resealedAt !== null,
    signedIn: signedIn?.licensed,
    failedItems: Math.min(countFailed(attempt), conditions.failedItems),
  }
}

const registrationOutline = (registration: Registration): unknown => {
  const {
    catalogue: _catalogue,
    claims: _claims,
    hardware: _hardware,
    lifecycle: _lifecycle,
    profile,
    registeredAt: _registeredAt,
    ...rest
  } = registration
  return { ...rest, profile: profile !== null }
}

/**
 * What distinguishes two devices for good: everything that follows depends on nothing else. Times are not in it.
 *
 * @param hasEnded nothing follows any more, and only where it ended counts
 */
export const outlineOf = (world: World, process: DeviceProcess, hasEnded: boolean): string => {
  const { attempt, registration, status } = process.device
  const states = activeOn(world.stage, process)
    .map(({ path }) => path)
    .filter((path) => !isRegion(path))
  if (hasEnded) return JSON.stringify(states)
  return JSON.stringify([
    states,
    status,
    registration === null ? null : registrationOutline(registration),
    attempt === null ? null : attemptOutline(world, attempt),
    pagesOf(world, process),
  ])
}
