import { describe, emitsOf } from "../model.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const BY: { readonly [event: string]: string } = {
  EspPhaseCompleted: "an `esp:` state when all that holds its phase is installed",
  EspFailed: "an `esp:` state when something that holds its phase failed",
  DeploymentSucceeded: "a state with `final: success` or `final: successWithTimeout`",
  DeploymentFailed: "a state with `final: failure`",
}

/** Some conclusions follow from the states themselves; emitted by hand they would be concluded twice. */
export const emittedByItself: Rule = {
  code: "FL024",
  severity: "error",
  title: "A conclusion is emitted by hand that a state emits by itself",
  *run({ kind, workflow }: Subject) {
    for (const { state, emit } of emitsOf(workflow)) {
      const by = BY[emit.name]
      const reason =
        by !== undefined
          ? `${quoted(emit.name)} is emitted by ${by}.`
          : kind === "lifecycle" && emit.name === "DesktopReleased"
            ? "A lifecycle emits nothing: a deployment concludes it."
            : undefined
      if (reason !== undefined)
        yield { at: emit.at, message: `${reason} Take it out of "emit" in ${describe(state)}.` }
    }
  },
}
