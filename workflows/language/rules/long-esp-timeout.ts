import type { Problem } from "../finding.ts"
import type { Rule } from "../rule.ts"
import { millisOf } from "../schema/text.ts"
import { nodeAt, type Path } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

/** 1440 minutes. Source: DMClient CSP, TimeOutUntilSyncFailure. */
const LIMIT = "24h"

/** Windows takes at most 24 hours as the time-out of the Enrollment Status Page. */
export const longEspTimeout: Rule = {
  code: "FL054",
  severity: "error",
  title: "The Enrollment Status Page may take longer than Windows allows",
  *run({ root, workflow }: Subject): Iterable<Problem> {
    const states = workflow?.states.filter((state) => state.esp !== undefined) ?? []
    const places: ReadonlyArray<Path> = [
      ["enrollmentStatus", "timeout"],
      ...states.map((state): Path => [...state.place, "timeout", "after"]),
    ]
    for (const place of places) {
      const node = nodeAt(root, place)
      if (node?.kind !== "scalar" || millisOf(String(node.value)) <= millisOf(LIMIT)) continue
      yield {
        at: node.span,
        message: `The time-out ${quoted(node.value)} of the Enrollment Status Page is longer than Windows allows. Expected at most ${LIMIT}.`,
      }
    }
  },
}
