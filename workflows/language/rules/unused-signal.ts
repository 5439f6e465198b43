import { namesAt } from "../arms.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

/** A signal that no state waits for would always be refused. */
export const unusedSignal: Rule = {
  code: "FL060",
  severity: "warning",
  title: "No state waits for a signal",
  *run({ root, workflow }: Subject) {
    if (workflow === undefined || workflow.partial) return
    const awaited = new Set(
      [workflow.root, ...workflow.states].flatMap((state) =>
        state.ways.map(({ trigger }) => (trigger.kind === "event" ? trigger.event : "")),
      ),
    )
    for (const { at, name } of namesAt(root, "signals"))
      if (!awaited.has(name))
        yield {
          at,
          message: `No state waits for the signal ${quoted(name)}. Use it under "on" or "accept", or take it away.`,
        }
  },
}
