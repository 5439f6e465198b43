import { Schema } from "effect"

/**
 * The ways through setup. Source: Windows Autopilot scenarios: user-driven (Entra or hybrid join), self-deploying, and
 * pre-provisioned, where a technician runs the device part before the user has the device.
 */
export const Scenario = Schema.Literals([
  "user-driven",
  "user-driven-hybrid",
  "self-deploying",
  "pre-provisioned",
])
export type Scenario = typeof Scenario.Type

/** Whether a device joins and enrols by its own TPM, before any user is there. */
export const usesDeviceToken = (scenario: Scenario): boolean =>
  scenario === "self-deploying" || scenario === "pre-provisioned"
