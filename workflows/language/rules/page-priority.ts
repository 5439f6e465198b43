import type { Rule } from "../rule.ts"
import { entryOf } from "../source.ts"
import type { Subject } from "../subject.ts"

/** Source: Intune, Enrollment Status Page, "Set priority": every page but the default has one. */
export const pagePriority: Rule = {
  code: "FL062",
  severity: "error",
  title: "An Enrollment Status Page has no place in the order",
  *run({ damaged, page, root }: Subject) {
    if (page === undefined) return
    const priority = entryOf(root, "priority")
    const kind = entryOf(root, "kind")
    if (page.assign.allDevices && priority !== undefined)
      yield {
        at: priority.key,
        message:
          '"priority" is given, but a page for all devices is the default, which always comes last. Take it away.',
      }
    const isDamaged = damaged.some(([key]) => key === "priority" || key === "assign")
    if (!page.assign.allDevices && priority === undefined && kind !== undefined && !isDamaged)
      yield {
        at: kind.node.span,
        message:
          'The page has no "priority" and is not for all devices. Add "priority: 1", or "assign: { allDevices: true }".',
      }
  },
}
