import { ESP_PHASES } from "#domain/deployment"
import type { Problem } from "../finding.ts"
import type { Rule } from "../rule.ts"
import { millisOf } from "../schema/text.ts"
import { type Node, nodeAt } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const limitsAt = (root: Node, phase: string): ReadonlyArray<Node> => {
  const own = nodeAt(root, ["enrollmentStatus", phase, "apps", "timeLimit"])
  const each = nodeAt(root, ["enrollmentStatus", phase, "apps", "timeLimits"])
  return [
    ...(own === undefined ? [] : [own]),
    ...(each?.kind === "map" ? Array.from(each.entries.values(), ({ node }) => node) : []),
  ]
}

/** An app's own time limit means nothing where the page is over before it. Source: Windows Autopilot, what's new 2308. */
export const appBeyondPage: Rule = {
  code: "FL070",
  severity: "warning",
  title: "An app may take longer than the page that waits for it",
  *run({ enrollmentStatus, root }: Subject): Iterable<Problem> {
    if (enrollmentStatus === undefined) return
    const page = enrollmentStatus.timeoutMillis
    for (const node of ESP_PHASES.flatMap((phase) => limitsAt(root, phase))) {
      if (node.kind !== "scalar" || millisOf(String(node.value)) <= page) continue
      yield {
        at: node.span,
        message: `An app may take ${quoted(node.value)} here, but the page times out after ${page / 60_000} minutes. Raise enrollmentStatus.timeout, or give the app less time.`,
      }
    }
  },
}
