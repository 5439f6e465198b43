import { listChangesIn } from "../inheritance/list-change.ts"
import { placeOf } from "../place.ts"
import type { Rule } from "../rule.ts"
import { nodeAt } from "../source.ts"
import type { Subject } from "../subject.ts"

/** `add` and `remove` need a list in the base to change. */
export const listChange: Rule = {
  code: "FL063",
  severity: "error",
  title: "A list is changed that no base has",
  *run({ below, own, workflow }: Subject) {
    if (workflow?.partial === true) return
    for (const { node, path } of listChangesIn(own))
      if (below === undefined || nodeAt(below, path)?.kind !== "list")
        yield {
          at: node.span,
          message: `${placeOf(path)} says "add" or "remove", but no base has a list there. Write the list itself: [a, b].`,
        }
  },
}
