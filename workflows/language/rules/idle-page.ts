import type { Rule } from "../rule.ts"
import { entryOf, nodeAt } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

/** Source: Intune, Enrollment Status Page: "Show app and profile configuration progress" gates every other setting. */
const GATES = [
  {
    gate: "show",
    gated: ["timeout", "message", "onFailure", "qualityUpdates", "blockUse", "failOnlyBlocking"],
  },
  { gate: "blockUse", gated: ["failOnlyBlocking"] },
] as const

/** Settings of a page that are without effect, because another one switches them off. */
export const idlePage: Rule = {
  code: "FL061",
  severity: "warning",
  title: "A setting of the Enrollment Status Page is without effect",
  *run({ enrollmentStatus, root }: Subject) {
    const gate = GATES.find((one) => enrollmentStatus?.[one.gate] === false)
    const section = nodeAt(root, ["enrollmentStatus"])
    const idle = gate?.gated.find((key) => entryOf(section, key) !== undefined)
    const entry = idle === undefined ? undefined : entryOf(section, idle)
    const off = gate === undefined ? undefined : entryOf(section, gate.gate)
    if (gate !== undefined && entry !== undefined)
      yield {
        at: off?.node.span ?? entry.key,
        message: `"${gate.gate}: false" leaves ${quoted(idle)} without effect. Take one of the two away.`,
        related: [{ message: `${quoted(idle)} stands here.`, at: entry.key }],
      }
  },
}
