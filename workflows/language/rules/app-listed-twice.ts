import type { Problem } from "../finding.ts"
import type { Rule } from "../rule.ts"
import { type Node, nodeAt } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const PHASES = ["devicePreparation", "deviceSetup", "accountSetup"] as const
const LISTS = ["blocking", "others"] as const

const itemsAt = (root: Node, phase: string, list: string): ReadonlyArray<Node> => {
  const node = nodeAt(root, ["enrollmentStatus", phase, "apps", list])
  return node?.kind === "list" ? node.items : []
}

/** An app is either waited for or not. */
export const appListedTwice: Rule = {
  code: "FL056",
  severity: "error",
  title: "An app stands twice among the apps of a phase",
  *run({ root }: Subject): Iterable<Problem> {
    for (const phase of PHASES) {
      const seen = new Map<unknown, Node>()
      for (const item of LISTS.flatMap((list) => itemsAt(root, phase, list))) {
        const name = item.kind === "scalar" ? item.value : undefined
        const first = seen.get(name)
        if (first === undefined) seen.set(name, item)
        else
          yield {
            at: item.span,
            message: `The app ${quoted(name)} stands twice in ${quoted(phase)}. An app is either waited for or not: keep one of the two.`,
            related: [{ message: "It stands here first.", at: first.span }],
          }
      }
    }
  },
}
