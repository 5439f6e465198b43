import { Result } from "effect"
import { ESP_PHASES, type EspItemState, type EspPhase, type TrackedItem } from "#domain/deployment"
import { Refusal } from "#domain/kernel"
import type { EnrollmentStatus, ProfileSettings } from "#domain/profile"
import { blockingRule } from "./blocking.ts"
import type { AttemptCommand } from "./commands.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import { itemKey } from "./evolve-attempt.ts"
import { notOffered, outOfOrder } from "./refusals.ts"
import type { AttemptState } from "./state.ts"
import { failedItem } from "./uphold.ts"

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

/** Item states only go up: a report of a lower rank contradicts an earlier one. */
const RANK: { readonly [state in EspItemState]: number } = {
  notInstalled: 0,
  inProgress: 1,
  completed: 2,
  failed: 2,
  notRequired: 2,
}

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

const SIGN_IN_AGAIN = "the device restarted, and the user has not signed in again"

const missingBefore = (attempt: AttemptState, phase: EspPhase): string | undefined => {
  if (!attempt.enrolled) return "the device is not enrolled"
  if (phase === "accountSetup" && attempt.signedIn === null) return "no user has signed in"
  if (phase === "accountSetup" && attempt.credentialsLost) return SIGN_IN_AGAIN
  const open = ESP_PHASES.slice(0, ESP_PHASES.indexOf(phase)).find(
    (earlier) => attempt.phases[earlier]?.completedAt == null,
  )
  return open === undefined ? undefined : `the phase "${open}" is not completed`
}

const startPhase = (
  attempt: AttemptState,
  command: Extract<EspCommand, { type: "StartEspPhase" }>,
  profile: ProfileSettings | null,
): Decision => {
  const missing = missingBefore(attempt, command.phase)
  if (missing !== undefined) return Result.fail(outOfOrder(`The phase "${command.phase}"`, missing))
  const tracked = trackedItems(attempt, command, profile?.enrollmentStatus ?? null)
  return Result.succeed([
    { type: "EspPhaseStarted", data: { attempt: attempt.number, phase: command.phase, tracked } },
  ])
}

const reportItem = (
  attempt: AttemptState,
  { category, code, item, phase, state }: Extract<EspCommand, { type: "ReportEspItem" }>,
): Decision => {
  const current = attempt.phases[phase]
  if (current === undefined)
    return Result.fail(outOfOrder(`The item "${item}"`, `the phase "${phase}" has not started`))
  if (phase === "accountSetup" && attempt.credentialsLost)
    return Result.fail(outOfOrder(`The item "${item}"`, SIGN_IN_AGAIN))
  const known = current.items[itemKey(category, item)]
  if (known === undefined)
    return Result.fail(
      new Refusal({
        kind: "unprocessable",
        code: "item-not-tracked",
        what: `"${item}" (${category}) is not among the items that the phase "${phase}" tracks.`,
        remedy: "Report the items that were named when the phase started.",
      }),
    )
  // The same state again is the same news.
  if (known.state === state) return Result.succeed([])
  if (RANK[state] <= RANK[known.state])
    return Result.fail(
      new Refusal({
        kind: "conflict",
        code: "item-state-goes-down",
        what: `"${item}" (${category}) is already "${known.state}" and cannot become "${state}".`,
        remedy: "Item states only go up; a retry of the phase begins failed items anew.",
      }),
    )
  const failed = failedItem(current)
  if (failed?.category === "applications" && category === "applications" && known.state === "notInstalled")
    return Result.fail(installationStopped(item, failed.item))
  return Result.succeed([
    { type: "EspItemReported", data: { attempt: attempt.number, phase, category, item, state, code } },
  ])
}

/** Source: Windows, EnrollmentStatusTracking: after an app failed the page installs no more; what runs may end. */
const installationStopped = (item: string, failed: string) =>
  new Refusal({
    kind: "conflict",
    code: "installation-stopped",
    what: `"${item}" cannot be installed now: "${failed}" failed, and no further app is begun after that.`,
    remedy: "Try the phase again; apps that were in progress may still end.",
  })

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
