import { Result } from "effect"
import { ESP_PHASES, type EspPhase, type TrackedItem } from "#domain/deployment"
import { Refusal } from "#domain/kernel"
import type { EnrollmentStatus, ProfileSettings } from "#domain/profile"
import { blockingRule } from "./blocking.ts"
import type { AttemptCommand } from "./commands.ts"
import { reportItem, SIGN_IN_AGAIN } from "./decide-esp-item.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import { notOffered, outOfOrder } from "./refusals.ts"
import type { AttemptState } from "./state.ts"

type EspCommand = Extract<
  AttemptCommand,
  {
    type:
      | "StartEspPhase"
      | "ReportEspItem"
      | "ReportRestart"
      | "ChooseRetry"
      | "ChooseContinue"
      | "CollectLogs"
      | "ChooseReset"
      | "Reseal"
  }
>

/** The technician's part of pre-provisioning is before the reseal. */
const isTechnicians = ({ resealedAt, scenario }: AttemptState): boolean =>
  scenario === "pre-provisioned" && resealedAt === null

/**
 * What the phase tracks. For a technician all that is required is tried, or only what holds the phase.
 * Source: Intune, "Only fail selected blocking apps in technician phase".
 */
const trackedItems = (
  attempt: AttemptState,
  { phase, targeted }: Extract<EspCommand, { type: "StartEspPhase" }>,
  page: EnrollmentStatus | null,
): ReadonlyArray<TrackedItem> => {
  const tracked = targeted.map(({ category, item }) => ({
    category,
    item,
    blocking: blockingRule(page, phase, { category, item }).blocking,
  }))
  const isTried = isTechnicians(attempt) && page?.failOnlyBlocking === false
  return isTried
    ? tracked.filter(({ blocking, category }) => blocking || category !== "applications")
    : tracked
}

const missingBefore = (attempt: AttemptState, phase: EspPhase): string | undefined => {
  if (!attempt.enrolled) return "the device is not enrolled"
  if (phase === "accountSetup" && attempt.signedIn === null) return "no user has signed in"
  if (phase === "accountSetup" && attempt.credentialsLost) return SIGN_IN_AGAIN
  const open = ESP_PHASES.slice(0, ESP_PHASES.indexOf(phase)).find(
    (earlier) => attempt.phases[earlier]?.completedAt == null,
  )
  return open === undefined ? undefined : `the phase "${open}" is not completed`
}

/**
 * Why a phase is not shown to whoever has signed in; undefined where it is.
 * Source: Intune, Enrollment Status Page, "Only show page to devices provisioned by out-of-box experience (OOBE)": only the
 * first user of a device sees the account setup.
 */
const hiddenFrom = (
  { firstUser, signedIn }: AttemptState,
  phase: EspPhase,
  page: EnrollmentStatus | null,
): string | undefined =>
  phase === "accountSetup" && page?.onlyFirstUser === true && signedIn?.userId !== firstUser
    ? "only the first user of the device sees the account setup, and somebody else has signed in"
    : undefined

const startPhase = (
  attempt: AttemptState,
  command: Extract<EspCommand, { type: "StartEspPhase" }>,
  profile: ProfileSettings | null,
): Decision => {
  const missing = missingBefore(attempt, command.phase)
  if (missing !== undefined) return Result.fail(outOfOrder(`The phase "${command.phase}"`, missing))
  const page = profile?.enrollmentStatus ?? null
  const { phase } = command
  const hidden = hiddenFrom(attempt, phase, page)
  const items = trackedItems(attempt, command, page)
  // What is not shown is installed all the same, and waited for by nobody.
  const tracked = hidden === undefined ? items : items.map((item) => ({ ...item, blocking: false }))
  const why = hidden === undefined ? {} : { hidden }
  return Result.succeed([
    { type: "EspPhaseStarted", data: { attempt: attempt.number, phase, tracked, ...why } },
  ])
}

/** A phase that has begun and is not completed. */
const openPhase = ({ phases }: AttemptState): EspPhase | null =>
  ESP_PHASES.find((phase) => phases[phase] !== undefined && phases[phase]?.completedAt === null) ?? null

/**
 * A restart that an item asks for is made in the device's phases only; one that simply happens is a fact everywhere.
 * Source: Microsoft, "Troubleshoot the Enrollment Status Page": restarts during device setup and account setup.
 */
const restart = (attempt: AttemptState, item: string | null): Decision => {
  const phase = openPhase(attempt)
  if (item !== null && phase === "accountSetup")
    return Result.fail(
      new Refusal({
        kind: "conflict",
        code: "restart-not-allowed",
        what: `"${item}" may not restart the device: the account is being set up.`,
        remedy: "Let it restart after the desktop is shown, or install it in the device's phase.",
      }),
    )
  return Result.succeed([{ type: "DeviceRestarted", data: { attempt: attempt.number, phase, item } }])
}

const chooseRetry = (attempt: AttemptState, profile: ProfileSettings | null): Decision => {
  const limit = profile?.enrollmentStatus.onFailure.retryLimit ?? 0
  if (limit === 0) return Result.fail(notOffered("try again", "the profile does not allow it"))
  if (attempt.retries >= limit)
    return Result.fail(notOffered("try again", `it was chosen ${attempt.retries} of ${limit} times`))
  return Result.succeed([{ type: "RetryChosen", data: { attempt: attempt.number } }])
}

const reseal = (attempt: AttemptState): Decision => {
  if (attempt.scenario !== "pre-provisioned")
    return Result.fail(outOfOrder("Resealing", "the device is not being pre-provisioned"))
  if (attempt.phases.deviceSetup?.completedAt == null)
    return Result.fail(outOfOrder("Resealing", "device setup is not completed"))
  return Result.succeed([{ type: "DeviceResealed", data: { attempt: attempt.number } }])
}

/** Decides what concerns the Enrollment Status Page: phase order, items, and the choices after a failure. */
export const decideEsp = (
  attempt: AttemptState,
  command: EspCommand,
  { profile }: DecisionContext,
): Decision => {
  const offers = profile?.enrollmentStatus.onFailure
  const data = { attempt: attempt.number }
  switch (command.type) {
    case "StartEspPhase":
      return startPhase(attempt, command, profile)
    case "ReportEspItem":
      return reportItem(attempt, command)
    case "ReportRestart":
      return restart(attempt, command.item)
    case "ChooseRetry":
      return chooseRetry(attempt, profile)
    case "Reseal":
      return reseal(attempt)
    case "ChooseContinue":
      return offers?.continueAnyway
        ? Result.succeed([{ type: "ContinueChosen", data }])
        : Result.fail(notOffered("continue anyway", "the profile does not allow it"))
    case "CollectLogs":
      return offers?.collectLogs
        ? Result.succeed([{ type: "LogsCollected", data }])
        : Result.fail(notOffered("collect logs", "the profile does not allow it"))
    case "ChooseReset":
      return offers?.reset
        ? Result.succeed([{ type: "DeviceReset", data }])
        : Result.fail(notOffered("reset", "the profile does not allow it"))
  }
}
