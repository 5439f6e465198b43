import { Result } from "effect"
import type { EspItemState } from "#domain/deployment"
import { Refusal } from "#domain/kernel"
import type { AttemptCommand } from "./commands.ts"
import type { Decision } from "./decision.ts"
import { itemKey } from "./evolve-attempt.ts"
import { outOfOrder } from "./refusals.ts"
import type { AttemptState, PhaseState } from "./state.ts"
import { failedItem } from "./uphold.ts"

/** Item states only go up: a report of a lower rank contradicts an earlier one. */
const RANK: { readonly [state in EspItemState]: number } = {
  notInstalled: 0,
  inProgress: 1,
  completed: 2,
  failed: 2,
  notRequired: 2,
}

/** What is missing where a device restarted after its user had signed in. */
export const SIGN_IN_AGAIN = "the device restarted, and the user has not signed in again"

/** Source: Windows, EnrollmentStatusTracking: after an app failed the page installs no more; what runs may end. */
const afterFailure = (item: string, failed: string) =>
  new Refusal({
    kind: "conflict",
    code: "installation-stopped",
    what: `"${item}" cannot be installed now: "${failed}" failed, and no further app is begun after that.`,
    remedy: "Try the phase again; apps that were in progress may still end.",
  })

const restartFirst = (item: string, asking: string) =>
  new Refusal({
    kind: "conflict",
    code: "restart-first",
    what: `"${item}" cannot be installed now: "${asking}" needs the device to restart before any other app is begun.`,
    remedy: "Restart the device, report it, and go on; apps that were in progress may still end.",
  })

/** Why no further app may be begun in a phase; undefined where one may. */
const installationStopped = (item: string, phase: PhaseState): Refusal | undefined => {
  const failed = failedItem(phase)
  if (failed?.category === "applications") return afterFailure(item, failed.item)
  const asking = Object.values(phase.items).find(({ rebootRequired }) => rebootRequired === "hard")
  return asking === undefined ? undefined : restartFirst(item, asking.item)
}

const restartWithoutInstall = (item: string, state: EspItemState) =>
  new Refusal({
    kind: "unprocessable",
    code: "restart-without-install",
    what: `"${item}" is "${state}", and only what is "completed" can ask for a restart.`,
    remedy: "Leave rebootRequired out, or report the app as completed.",
  })

/**
 * Decides what a device reports of one item of the page: only what is tracked, only upward, no further app after one has
 * failed or needs a restart first.
 */
export const reportItem = (
  attempt: AttemptState,
  { category, code, item, phase, rebootRequired, state }: Extract<AttemptCommand, { type: "ReportEspItem" }>,
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
  if (rebootRequired !== undefined && state !== "completed")
    return Result.fail(restartWithoutInstall(item, state))
  const isBegun = category === "applications" && known.state === "notInstalled"
  const stopped = isBegun ? installationStopped(item, current) : undefined
  if (stopped !== undefined) return Result.fail(stopped)
  const asked = rebootRequired === undefined ? {} : { rebootRequired }
  return Result.succeed([
    {
      type: "EspItemReported",
      data: { attempt: attempt.number, phase, category, item, state, code, ...asked },
    },
  ])
}
