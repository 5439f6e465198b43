import type { Rule } from "../rule.ts"
import { entryOf, keyAt, nodeAt, spanAt } from "../source.ts"
import type { Subject } from "../subject.ts"

/** Source: Intune: name templates of deployment profiles are for Entra join only; a domain join has a prefix. */
const FITS = {
  entra: { other: "namePrefix", why: "a prefix is for the domain of a hybrid join", instead: "nameTemplate" },
  hybrid: { other: "nameTemplate", why: "the domain-join profile names the device", instead: "namePrefix" },
} as const

/** A name that is said in the words of the other kind of join has no effect. */
export const hybridNameTemplate: Rule = {
  code: "FL058",
  severity: "error",
  title: "A device's name is given in the words of another kind of join",
  *run({ root, settings }: Subject) {
    if (settings === undefined) return
    const { join } = settings.device
    const { instead, other, why } = FITS[join]
    if (settings.device[other] === null) return
    const isSaid = entryOf(nodeAt(root, ["device"]), "join") !== undefined
    yield {
      at: keyAt(root, ["device", other]),
      message: `"${other}" has no effect with "join: ${join}": ${why}. Write "${instead}", or take it away.`,
      ...(isSaid
        ? { related: [{ message: `"${join}" stands here.`, at: spanAt(root, ["device", "join"]) }] }
        : {}),
    }
  },
}
