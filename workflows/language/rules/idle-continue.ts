import type { Rule } from "../rule.ts"
import { nodeAt, spanAt } from "../source.ts"
import type { Subject } from "../subject.ts"

const PHASES = ["devicePreparation", "deviceSetup", "accountSetup"] as const

/** Where no app holds the page, an app cannot fail it: the button "continue anyway" would hardly ever be seen. */
export const idleContinue: Rule = {
  code: "FL053",
  severity: "warning",
  title: "Going on is offered although no app is blocking",
  *run({ enrollmentStatus: page, root }: Subject) {
    if (page === undefined || !page.onFailure.continueAnyway) return
    if (PHASES.some((phase) => page[phase].blockingApps.length > 0)) return
    const list = nodeAt(root, ["enrollmentStatus", "onFailure"])
    const item =
      list?.kind === "list"
        ? list.items.find((node) => node.kind === "scalar" && node.value === "continue")
        : undefined
    yield {
      at: item?.span ?? spanAt(root, ["enrollmentStatus", "onFailure"]),
      message:
        '"continue" is offered, but no app is blocking in any phase. Name blocking apps, or take "continue" away.',
    }
  },
}
