import { Schema } from "effect"

/** The phases of the Enrollment Status Page, in the only order they may run. */
export const ESP_PHASES = ["devicePreparation", "deviceSetup", "accountSetup"] as const
export const EspPhase = Schema.Literals(ESP_PHASES)
export type EspPhase = typeof EspPhase.Type

/** What each phase tracks, in the order the page shows it. */
export const ESP_CATEGORIES = [
  "securityPolicies",
  "certificates",
  "networkConnections",
  "applications",
] as const
export const EspCategory = Schema.Literals(ESP_CATEGORIES)
export type EspCategory = typeof EspCategory.Type

/**
 * The states of a tracked item. They only go up: not installed, in progress, then one of the last three.
 * Source: EnrollmentStatusTracking CSP, `InstallationState`.
 */
export const EspItemState = Schema.Literals([
  "notInstalled",
  "inProgress",
  "completed",
  "failed",
  "notRequired",
])
export type EspItemState = typeof EspItemState.Type

/** One thing the page waits for. A blocking item holds the phase; any other is only shown. */
export const TrackedItem = Schema.Struct({
  category: EspCategory,
  item: Schema.NonEmptyString,
  blocking: Schema.Boolean,
})
export type TrackedItem = typeof TrackedItem.Type

/**
 * What an installed app still asks for. `soft`: a restart before its phase ends, one for all that ask for it. `hard`: a
 * restart before any other app is begun.
 * Source: EnrollmentStatusTracking CSP, `RebootRequired`; Intune, return codes of Win32 apps (3010 soft, 1641 hard).
 */
export const RebootRequired = Schema.Literals(["soft", "hard"])
export type RebootRequired = typeof RebootRequired.Type
