import { ESP_CATEGORIES, type EspCategory, type EspPhase } from "#domain/deployment"
import type { PhaseItems } from "#domain/profile"
import type { Item } from "../rehearsal/esp-words.ts"
import type { Stage } from "../rehearsal/stage.ts"
import { type Conditions, isRead } from "./conditions.ts"
import { textsFor } from "./values.ts"

/**
 * How far items have to be told apart: not at all (it only matters whether one is open or failed), by category only as
 * far as categories have come, or each by its name.
 */
type Grain = "phase" | "progress" | "name"

/** What the outside world may do to a device: everything that the rules do not forbid, at any moment. */
export interface World {
  readonly stage: Stage
  readonly conditions: Conditions
  readonly grain: Grain
  /** Names of items that conditions ask for. */
  readonly special: ReadonlyArray<string>
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

const itemsOf = (named: Named, special: ReadonlyArray<string>, counted: number): ReadonlyArray<Item> =>
  ESP_CATEGORIES.flatMap((category) => {
    if (category === "applications") return itemsIn(category, [...appsOf(named, counted), ...special])
    const list = named[category]
    const asked = special.filter((name) => list.includes(name))
    return itemsIn(category, [list[0] ?? USUAL[category], ...asked])
  })

const NO_ITEMS: Named = {
  securityPolicies: [],
  certificates: [],
  networkConnections: [],
  blockingApps: "all",
  otherApps: [],
}

const grainOf = (conditions: Conditions, special: ReadonlyArray<string>): Grain => {
  if (special.length > 0 || isRead(conditions, "EspItemReported.category")) return "name"
  return conditions.failedItems > 0 ? "progress" : "phase"
}

/** The world around a device that runs a statechart. */
export const worldAround = (stage: Stage, conditions: Conditions): World => {
  const comparedItems = conditions.compared.get("EspItemReported.item")
  const special = comparedItems === undefined ? [] : textsFor(comparedItems, "app-1")
  const settings = stage.draft.settings?.enrollmentStatus
  const items = (phase: EspPhase) => itemsOf(settings?.[phase] ?? NO_ITEMS, special, conditions.failedItems)
  return {
    stage,
    conditions,
    grain: grainOf(conditions, special),
    special,
    items: {
      devicePreparation: items("devicePreparation"),
      deviceSetup: items("deviceSetup"),
      accountSetup: items("accountSetup"),
    },
  }
}
