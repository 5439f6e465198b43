import { describe } from "../model.ts"
import type { Rule } from "../rule.ts"
import { entryOf } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

/** What only a failure tells of itself. */
const TOLD = ["reason", "code"] as const

/** `reason` and `code` beside an outcome that is no failure are told to nobody. */
export const idleReason: Rule = {
  code: "FL065",
  severity: "warning",
  title: "A reason or a code stands where nothing has failed",
  *run({ workflow }: Subject) {
    for (const state of workflow?.states ?? []) {
      if (state.outcome === undefined || state.outcome === "failure") continue
      const final = entryOf(state.node, "final")?.node
      const key = TOLD.find((one) => entryOf(final, one) !== undefined)
      const entry = key === undefined ? undefined : entryOf(final, key)
      if (key !== undefined && entry !== undefined)
        yield {
          at: entry.key,
          message: `${quoted(key)} is without effect in ${describe(state)}, which ends with "${state.outcome}": only a failure tells it. Take it away, or write "outcome: failure".`,
        }
    }
  },
}
