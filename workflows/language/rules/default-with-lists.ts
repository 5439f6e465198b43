import type { Rule } from "../rule.ts"
import { entryOf, nodeAt } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const LISTS = ["groupTags", "orderIds", "purchaseOrders", "groups", "excludeGroups", "userGroups"] as const

/** "All devices" knows no exclusions. Source: Intune, assign a deployment profile. */
export const defaultWithLists: Rule = {
  code: "FL055",
  severity: "error",
  title: "A profile for all devices also names some",
  *run({ assign: who, root }: Subject) {
    if (who?.allDevices !== true) return
    const assign = nodeAt(root, ["assign"])
    const key = LISTS.find((list) => entryOf(assign, list) !== undefined)
    const entry = key === undefined ? undefined : entryOf(assign, key)
    if (entry !== undefined)
      yield {
        at: entry.key,
        message: `${quoted(key)} cannot stand beside "allDevices": a default profile is for every device that no other takes, without exclusions. Take one of the two away.`,
      }
  },
}
