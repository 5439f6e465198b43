import type { Rule } from "../rule.ts"
import { spanAt } from "../source.ts"
import type { Subject } from "../subject.ts"

/** Source: Windows Autopilot for pre-provisioned deployment: user-driven profiles only. */
export const preProvisioningMode: Rule = {
  code: "FL052",
  severity: "error",
  title: "Pre-provisioning is allowed in a mode that has no user",
  *run({ root, settings }: Subject) {
    if (settings?.oobe.mode !== "self-deploying" || settings.oobe.preProvisioning !== "allowed") return
    yield {
      at: spanAt(root, ["oobe", "preProvisioning"]),
      message:
        'Pre-provisioning prepares a device for a user, but "self-deploying" has none. Use "preProvisioning: forbidden", or "mode: user-driven".',
      related: [{ message: "The mode stands here.", at: spanAt(root, ["oobe", "mode"]) }],
    }
  },
}
