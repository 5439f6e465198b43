import type { EspCategory, EspPhase } from "#domain/deployment"
import type { EnrollmentStatus, PhaseItems } from "#domain/profile"

/** Where profiles name what a phase waits for, by category. */
const KEYS: { readonly [category in EspCategory]: string } = {
  securityPolicies: "policies",
  certificates: "certificates",
  networkConnections: "networks",
  applications: "apps.blocking",
}

/** Why an item holds its phase or does not. */
export interface BlockingRule {
  readonly blocking: boolean
  /** The key of the profile that decides: `enrollmentStatus.deviceSetup.apps.blocking`. */
  readonly setting: string
  /** What it says, in words. */
  readonly says: string
}

const byApps = ({ blockingApps, otherApps }: PhaseItems, item: string): Omit<BlockingRule, "setting"> => {
  if (blockingApps !== "all")
    return blockingApps.includes(item)
      ? { blocking: true, says: `it names "${item}", which is targeted` }
      : { blocking: false, says: `it names other apps, not "${item}"` }
  return otherApps.includes(item)
    ? { blocking: false, says: `"${item}" is among the apps that are never waited for` }
    : { blocking: true, says: "every targeted app holds the phase" }
}

const byList = (list: ReadonlyArray<string>, item: string): Omit<BlockingRule, "setting"> => {
  if (list.length === 0)
    return { blocking: true, says: "it names nothing, so everything targeted holds the phase" }
  return list.includes(item)
    ? { blocking: true, says: `it names "${item}", which is targeted` }
    : { blocking: false, says: `it names others, not "${item}"` }
}

/**
 * Whether an item holds its phase, and by which setting: it is targeted and the profile's list names it. A list is a
 * filter, never an instruction to install; without one, everything targeted holds.
 *
 * Source: Intune, Enrollment Status Page, "Block device use until required apps are installed".
 *
 * @param page null where the profile is not known: then everything holds
 */
export const blockingRule = (
  page: EnrollmentStatus | null,
  phase: EspPhase,
  { category, item }: { readonly category: EspCategory; readonly item: string },
): BlockingRule => {
  const setting = `enrollmentStatus.${phase}.${KEYS[category]}`
  if (page === null) return { blocking: true, setting, says: "the profile is not known" }
  if (!page.show) return { blocking: false, setting: "enrollmentStatus.show", says: "no page is shown" }
  if (!page.blockUse)
    return { blocking: false, setting: "enrollmentStatus.blockUse", says: "the device may be used before" }
  const named = page[phase]
  return { setting, ...(category === "applications" ? byApps(named, item) : byList(named[category], item)) }
}
