import { isSame, listChangesIn } from "../inheritance/list-change.ts"
import { placeOf } from "../place.ts"
import type { Rule } from "../rule.ts"
import { entryOf, nodeAt, plainOf } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

/** What is taken away was there when this was written, or is misspelled. */
export const idleRemoval: Rule = {
  code: "FL064",
  severity: "warning",
  title: "Something is taken away that the base does not have",
  *run({ below, own, removals, source }: Subject) {
    if (below === undefined) return
    for (const path of removals)
      if (nodeAt(below, path) === undefined)
        yield {
          at: entryOf(own, "extends")?.key ?? { source, start: 0, end: 0 },
          message: `"${path.join(".")}: ~" takes nothing away: no base says anything there. Check its name, or drop the line.`,
        }
    for (const { change, path } of listChangesIn(own)) {
      const list = nodeAt(below, path)
      if (list?.kind !== "list") continue
      for (const item of change.remove)
        if (!list.items.some((one) => isSame(one, item)))
          yield {
            at: item.span,
            message: `${quoted(plainOf(item))} is not in ${placeOf(path)} of the base, so nothing is removed. Check its name, or drop it.`,
          }
    }
  },
}
