import { conditionsOf } from "../conditions/conditions.ts"
import { checkExpression } from "../conditions/expressions.ts"
import type { Rule } from "../rule.ts"
import { within } from "../source.ts"
import type { Subject } from "../subject.ts"

/** A condition that cannot be read. */
export const celSyntax: Rule = {
  code: "FL030",
  severity: "error",
  title: "A condition is not valid CEL",
  *run(subject: Subject) {
    for (const { owner, scalar, scope, text } of conditionsOf(subject)) {
      const mistake = checkExpression(text, scope)
      if (mistake?.kind !== "syntax") continue
      yield {
        at: within(scalar, mistake.start, mistake.end),
        message: `The condition ${owner} cannot be read: ${mistake.message}. Expected a CEL condition such as device.manufacturer == "HP".`,
        suggestion: mistake.suggestion,
      }
    }
  },
}
