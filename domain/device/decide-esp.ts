import { Result } from "effect"
import { ESP_PHASES, type EspItemState, type EspPhase, type TrackedItem } from "#domain/deployment"
import { Refusal } from "#domain/kernel"
import type { PhaseItems, ProfileSettings } from "#domain/profile"
import type { AttemptCommand } from "./commands.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import { itemKey } from "./evolve-attempt.ts"
import { notOffered, outOfOrder } from "./refusals.ts"
import type { AttemptState } from "./state.ts"

type EspCommand = Extract<
  AttemptCommand,
  {
    type:
      | "StartEspPhase"
      | "ReportEspItem"
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

/**
 * Whether an item holds its phase: it is targeted and the profile's list names it. A list is a filter, never an
 * instruction to install; without one, everything targeted holds.
 * Source: Intune, "Block device use until required apps are installed".
 */
const isBlocking = (
  named: PhaseItems,
  { category, item }: { readonly category: TrackedItem["category"]; readonly item: string },
): boolean => {
  if (category === "applications")
    return named.blockingApps === "all" ? !named.otherApps.includes(item) : named.blockingApps.includes(item)
  const list = named[category]
  return list.length === 0 || list.includes(item)
}

const trackedItems = (
  command: Extract<EspCommand, { type: "StartEspPhase" }>,
  profile: ProfileSettings | null,
): ReadonlyArray<TrackedItem> =>
  command.targeted.map(({ category, item }) => ({
    category,
    item,
    blocking: profile === null || isBlocking(profile.enrollmentStatus[command.phase], { category, item }),
  }))

const missingBefore = (attempt: AttemptState, phase: EspPhase): string | undefined => {
  if (!attempt.enrolled) return "the device is not enrolled"
  if (phase === "accountSetup" && attempt.signedIn === null) return "no user has signed in"
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
  const tracked = trackedItems(command, profile)
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
  return Result.succeed([
    { type: "EspItemReported", data: { attempt: attempt.number, phase, category, item, state, code } },
  ])
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
