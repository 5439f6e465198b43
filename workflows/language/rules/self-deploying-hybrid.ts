import type { Rule } from "../rule.ts"
import { spanAt } from "../source.ts"
import type { Subject } from "../subject.ts"

/** Source: Windows Autopilot self-deploying mode, requirements. */
export const selfDeployingHybrid: Rule = {
  code: "FL051",
  severity: "error",
  title: "A self-deploying device cannot join a domain",
  *run({ root, settings }: Subject) {
    if (settings?.oobe.mode !== "self-deploying" || settings.device.join !== "hybrid") return
    yield {
      at: spanAt(root, ["oobe", "mode"]),
      message:
        '"self-deploying" cannot be combined with "join: hybrid": nobody signs in who could join the domain. Use "join: entra", or "mode: user-driven".',
      related: [{ message: '"hybrid" stands here.', at: spanAt(root, ["device", "join"]) }],
    }
  },
}
