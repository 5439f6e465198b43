import { conditionsOf } from "../conditions/conditions.ts"
import { checkExpression } from "../conditions/expressions.ts"
import type { Rule } from "../rule.ts"
import { within } from "../source.ts"
import type { Subject } from "../subject.ts"

/** A condition over something that does not exist, or that gives no answer. */
export const celTypes: Rule = {
  code: "FL031",
  severity: "error",
  title: "A condition asks for what does not exist, or mixes types",
  *run(subject: Subject) {
    for (const { owner, scalar, scope, text } of conditionsOf(subject)) {
      const mistake = checkExpression(text, scope)
      if (mistake?.kind !== "type") continue
      yield {
        at: within(scalar, mistake.start, mistake.end),
        message: `${owner}: ${mistake.message}`,
        suggestion: mistake.suggestion,
      }
    }
  },
}
