import { ESP_CATEGORIES } from "#domain/deployment"
import type { EspPhaseName, State } from "../model.ts"
import { millisOf } from "../schema/text.ts"
import { entryOf, textOf } from "../source.ts"
import { type Compiling, type Json, stepOf, targetOf } from "./compile-steps.ts"

const ofPhase = (phase: EspPhaseName): Json => ({
  type: "cel",
  params: { text: `event.phase == "${phase}"` },
})

const outcomes = (
  state: State,
  event: string,
  compiling: Compiling,
  before: ReadonlyArray<Json>,
): ReadonlyArray<Json> =>
  state.ways
    .filter((way) => way.trigger.kind === "esp" && way.trigger.event === event)
    .map((way) => stepOf(way, compiling, before))

const concluded = (event: string, phase: EspPhaseName): ReadonlyArray<Json> => [
  { type: "emit", params: { event, phase } },
]

const failedSteps = (state: State, phase: EspPhaseName, compiling: Compiling): ReadonlyArray<Json> =>
  state.ways
    .filter((way) => way.trigger.kind === "esp" && way.trigger.event === "EspFailed")
    .map((way) => ({
      ...stepOf(way, compiling, concluded("EspFailed", phase)),
      guard: { type: "esp-failed", params: { phase } },
    }))

const region = (phase: EspPhaseName, category: string): Json => ({
  initial: "working",
  states: {
    working: { always: [{ guard: { type: "esp-settled", params: { phase, category } }, target: "settled" }] },
    settled: { type: "final" },
  },
})

/**
 * Expands `esp:` to a compound state: first the page identifies what it tracks, then one region for each category
 * runs side by side until all are settled. The items themselves live in the context: XState's cost of a step grows
 * with the square of the regions.
 */
export const espConfig = (state: State, phase: EspPhaseName, compiling: Compiling) => {
  const own = textOf(entryOf(state.node, "timeout")?.node, "after")
  const limit = own === undefined ? compiling.espTimeoutMillis : millisOf(own)
  const reason = textOf(entryOf(state.node, "timeout")?.node, "reason")
  return {
    initial: "identifying",
    after: { [String(limit)]: outcomes(state, "EspTimedOut", compiling, []) },
    states: {
      identifying: {
        on: {
          EspPhaseStarted: [{ guard: ofPhase(phase), target: `${targetOf(state, compiling)}.tracking` }],
        },
      },
      tracking: {
        type: "parallel",
        always: failedSteps(state, phase, compiling),
        on: {
          EspItemReported: [{ guard: ofPhase(phase) }],
          EspItemTimedOut: [{ guard: ofPhase(phase) }],
          // A device that restarts shows the page again and reports its beginning again.
          EspPhaseStarted: [{ guard: ofPhase(phase) }],
        },
        onDone: outcomes(state, "EspPhaseCompleted", compiling, concluded("EspPhaseCompleted", phase)),
        states: Object.fromEntries(ESP_CATEGORIES.map((category) => [category, region(phase, category)])),
      },
    },
    meta: {
      kind: "esp",
      phase,
      reason: reason ?? "the Enrollment Status Page timed out",
      ...(own === undefined ? { ofPage: true } : {}),
    },
  }
}
