import { describe, emitsOf } from "../model.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"
import { oneOf, quoted, suggest } from "../suggest.ts"
import { emissions } from "../vocabulary.ts"

/** What only a device, a person or the directory can observe cannot be concluded by a workflow. */
export const unknownEmission: Rule = {
  code: "FL023",
  severity: "error",
  title: "A workflow emits what it cannot conclude",
  *run({ workflow }: Subject) {
    for (const { state, emit } of emitsOf(workflow)) {
      if (emissions.includes(emit.name)) continue
      yield {
        at: emit.at,
        message: `${describe(state)} emits ${quoted(emit.name)}, which is no conclusion. Expected ${oneOf(emissions)}.`,
        suggestion: suggest(emit.name, emissions),
      }
    }
  },
}
