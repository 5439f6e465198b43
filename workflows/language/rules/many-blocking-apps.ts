import type { Rule } from "../rule.ts"
import { keyAt, nodeAt, type Path } from "../source.ts"
import type { Subject } from "../subject.ts"

/** Source: Intune, Enrollment Status Page: "Block device use until these required apps are installed". */
const LIMIT = 100

const PHASES = ["devicePreparation", "deviceSetup", "accountSetup"] as const

/** Intune takes at most a hundred blocking apps. */
export const manyBlockingApps: Rule = {
  code: "FL057",
  severity: "error",
  title: "More apps are blocking than Intune allows",
  *run({ root }: Subject) {
    for (const phase of PHASES) {
      const place: Path = ["enrollmentStatus", phase, "apps", "blocking"]
      const list = nodeAt(root, place)
      if (list?.kind === "list" && list.items.length > LIMIT)
        yield {
          at: keyAt(root, place),
          message: `"blocking" of "${phase}" names ${list.items.length} apps, but Intune allows ${LIMIT}. Shorten the list, or write "blocking: all".`,
        }
    }
  },
}
