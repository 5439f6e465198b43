import type { Rule } from "../rule.ts"
import { keyAt, spanAt } from "../source.ts"
import type { Subject } from "../subject.ts"

/** A domain names its own computers. Source: Intune, deployment profile: name templates are for Entra join only. */
export const hybridNameTemplate: Rule = {
  code: "FL058",
  severity: "error",
  title: "A name template is given where the domain names the device",
  *run({ root, settings }: Subject) {
    if (settings?.device.join !== "hybrid" || settings.device.nameTemplate === null) return
    yield {
      at: keyAt(root, ["device", "nameTemplate"]),
      message:
        '"nameTemplate" has no effect with "join: hybrid": the domain-join profile names the device. Take it away.',
      related: [{ message: '"hybrid" stands here.', at: spanAt(root, ["device", "join"]) }],
    }
  },
}
