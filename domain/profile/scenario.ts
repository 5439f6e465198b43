import type { Scenario } from "#domain/deployment"
import type { ProfileSettings } from "./settings.ts"

/**
 * The way through setup that a profile asks for; a technician who begins pre-provisioning changes it.
 *
 * @param settings null where the profile is not known yet
 */
export const scenarioOf = (settings: ProfileSettings | null, begunBy: "user" | "technician"): Scenario => {
  if (begunBy === "technician") return "pre-provisioned"
  if (settings?.oobe.mode === "self-deploying") return "self-deploying"
  return settings?.device.join === "hybrid" ? "user-driven-hybrid" : "user-driven"
}
