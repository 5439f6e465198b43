import { ESP_PHASES } from "#domain/deployment"
import { describe } from "../model.ts"
import type { Rule } from "../rule.ts"
import { entryOf } from "../source.ts"
import type { Subject } from "../subject.ts"
import { ESP_SUGAR } from "../vocabulary.ts"

const sugarOf = (phase: string | undefined): string =>
  Object.entries(ESP_SUGAR).find(([, name]) => name === phase)?.[0] ?? ""

/** Windows goes through the phases of the page in their order; a device that skipped one is never believed. */
export const skippedPhase: Rule = {
  code: "FL047",
  severity: "error",
  title: "A phase of the Enrollment Status Page is skipped",
  *run({ kind, workflow }: Subject) {
    if (workflow === undefined || workflow.partial || workflow.unclear.size > 0 || kind === "lifecycle")
      return
    const shown = new Set(workflow.states.map(({ esp }) => esp))
    for (const state of workflow.states) {
      if (state.esp === undefined) continue
      const before = ESP_PHASES.slice(0, ESP_PHASES.indexOf(state.esp))
      const skipped = before.find((phase) => !shown.has(phase))
      if (skipped === undefined) continue
      yield {
        at: entryOf(state.node, "esp")?.node.span ?? state.key,
        message: `${describe(state)} shows the page for ${JSON.stringify(sugarOf(state.esp))}, but no state shows it for ${JSON.stringify(sugarOf(skipped))}, which comes first. Add a state with "esp: ${sugarOf(skipped)}" that leads here.`,
      }
      return
    }
  },
}
