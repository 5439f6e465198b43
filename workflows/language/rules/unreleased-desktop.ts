import { describe, emitsOf } from "../model.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"

const SUCCESSES: ReadonlyArray<string | undefined> = ["success", "successWithTimeout"]

/** The rules take no success of a deployment whose desktop was never released. */
export const unreleasedDesktop: Rule = {
  code: "FL046",
  severity: "error",
  title: "A success is reached without the desktop",
  *run({ kind, workflow }: Subject) {
    if (workflow === undefined || workflow.partial || kind === "lifecycle") return
    const isReleased = emitsOf(workflow).some(({ emit }) => emit.name === "DesktopReleased")
    const success = workflow.states.find(
      (state) => state.parent === workflow.root && SUCCESSES.includes(state.outcome),
    )
    if (success === undefined || isReleased || workflow.unclear.has(success)) return
    yield {
      at: success.key,
      message: `${describe(success)} is a success, but nothing says that the user gets the desktop. Add "emit: DesktopReleased" to it.`,
    }
  },
}
