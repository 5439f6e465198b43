import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/

/** Names of states stand in events, reports and paths such as `outOfBox.joined`. */
export const stateName: Rule = {
  code: "FL026",
  severity: "error",
  title: "The name of a state has characters that names cannot have",
  *run({ workflow }: Subject) {
    for (const { key, name } of workflow?.states ?? [])
      if (!NAME.test(name))
        yield {
          at: key,
          message: `${quoted(name)} is no name for a state. Expected a letter, then letters, digits, "-" or "_", at most 64 in all.`,
        }
  },
}
