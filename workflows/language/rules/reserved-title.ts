import type { Rule } from "../rule.ts"
import { nodeAt } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

/** Windows marks profiles from a file with this prefix. Source: Intune, create a deployment profile. */
const PREFIX = "OfflineAutopilotprofile-"

/** Intune refuses profiles whose name begins as those of offline files do. */
export const reservedTitle: Rule = {
  code: "FL059",
  severity: "error",
  title: "A title begins as only offline profiles do",
  *run({ root }: Subject) {
    const node = nodeAt(root, ["title"])
    if (node?.kind !== "scalar" || !String(node.value).toLowerCase().startsWith(PREFIX.toLowerCase())) return
    yield {
      at: node.span,
      message: `The title ${quoted(node.value)} begins with "${PREFIX}", which Intune keeps for offline profiles. Choose another.`,
    }
  },
}
