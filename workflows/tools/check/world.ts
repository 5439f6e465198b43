import { ESP_CATEGORIES, type EspCategory, type EspPhase } from "#domain/deployment"
import type { PhaseItems } from "#domain/profile"
import type { Item } from "../rehearsal/esp-words.ts"
import type { Stage } from "../rehearsal/stage.ts"
import type { Conditions } from "./conditions.ts"

/** What the outside world may do to a device: everything that the rules do not forbid, at any moment. */
export interface World {
  readonly stage: Stage
  readonly conditions: Conditions
  /** Items that stand for all others of a phase. */
  readonly items: { readonly [phase in EspPhase]: ReadonlyArray<Item> }
}

/** The items that a profile names for a phase. */
type Named = Pick<PhaseItems, EspCategoryKey | "blockingApps" | "otherApps">
type EspCategoryKey = Exclude<EspCategory, "applications">

const USUAL: { readonly [category in EspCategory]: string } = {
  securityPolicies: "policy",
  certificates: "certificate",
  networkConnections: "network",
  applications: "app",
}

const itemsIn = (category: EspCategory, names: ReadonlyArray<string>): ReadonlyArray<Item> =>
  [...new Set(names)].map((item) => ({ category, item }))

/** Two that hold the phase and one that does not; where failed items are counted, as many as are counted. */
const appsOf = ({ blockingApps, otherApps }: Named, counted: number): ReadonlyArray<string> => {
  const made = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name}-${index + 1}`)
  const others = Math.max(1, counted)
  if (blockingApps === "all") return [...made("app", Math.max(2, counted)), ...otherApps.slice(0, others)]
  return [...blockingApps.slice(0, Math.max(2, counted)), ...made("other-app", others)]
}

const itemsOf = (named: Named, counted: number): ReadonlyArray<Item> =>
  ESP_CATEGORIES.flatMap((category) =>
    category === "applications"
      ? itemsIn(category, appsOf(named, counted))
      : itemsIn(category, [named[category][0] ?? USUAL[category]]),
  )

const NO_ITEMS: Named = {
  securityPolicies: [],
  certificates: [],
  networkConnections: [],
  blockingApps: "all",
  otherApps: [],
}

/** The world around a device that runs a statechart. */
export const worldAround = (stage: Stage, conditions: Conditions): World => {
  const settings = stage.draft.settings?.enrollmentStatus
  const items = (phase: EspPhase) => itemsOf(settings?.[phase] ?? NO_ITEMS, conditions.failedItems)
  return {
    stage,
    conditions,
    items: {
      devicePreparation: items("devicePreparation"),
      deviceSetup: items("deviceSetup"),
      accountSetup: items("accountSetup"),
    },
  }
}
