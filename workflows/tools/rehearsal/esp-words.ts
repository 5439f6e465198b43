import { Schema } from "effect"
import {
  ESP_CATEGORIES,
  ESP_PHASES,
  type EspCategory,
  EspItemState,
  EspPhase,
  RebootRequired,
} from "#domain/deployment"
import type { DeviceState, ItemState } from "#domain/device"
import type { ProfileSettings } from "#domain/profile"

/** More items than this no page tracks. */
const MOST_ITEMS = 1_000

const Names = Schema.Array(Schema.NonEmptyString).check(Schema.isMaxLength(MOST_ITEMS))

/** What a phase of the Enrollment Status Page tracks, in the words of a profile. */
export const TrackedWords = Schema.Struct({
  phase: Schema.optionalKey(EspPhase),
  policies: Schema.optionalKey(Names),
  certificates: Schema.optionalKey(Names),
  networks: Schema.optionalKey(Names),
  apps: Schema.optionalKey(Names),
})

/** One item of the page, in the words of a profile. */
export const ItemWords = Schema.Struct({
  phase: Schema.optionalKey(EspPhase),
  policy: Schema.optionalKey(Schema.NonEmptyString),
  certificate: Schema.optionalKey(Schema.NonEmptyString),
  network: Schema.optionalKey(Schema.NonEmptyString),
  app: Schema.optionalKey(Schema.NonEmptyString),
  state: Schema.optionalKey(EspItemState),
  code: Schema.optionalKey(Schema.String),
  rebootRequired: Schema.optionalKey(RebootRequired),
})

/** How profiles call the categories, of many items and of one. */
const WORDS = {
  securityPolicies: { many: "policies", one: "policy" },
  certificates: { many: "certificates", one: "certificate" },
  networkConnections: { many: "networks", one: "network" },
  applications: { many: "apps", one: "app" },
} as const satisfies { readonly [category in EspCategory]: { readonly many: string; readonly one: string } }

/** An item of a page by category and name. */
export interface Item {
  readonly category: EspCategory
  readonly item: string
}

const APP: Item = { category: "applications", item: "app" }

/** The phase that went on last; the first one before any. */
export const latestPhase = ({ attempt }: DeviceState): EspPhase =>
  ESP_PHASES.findLast((phase) => attempt?.phases[phase] !== undefined) ?? ESP_PHASES[0]

/** What a profile names for a phase; one app where it names nothing. */
const namedIn = (settings: ProfileSettings | null, phase: EspPhase): ReadonlyArray<Item> => {
  if (settings === null) return [APP]
  const { blockingApps, otherApps, ...lists } = settings.enrollmentStatus[phase]
  const apps = [...(blockingApps === "all" ? [] : blockingApps), ...otherApps]
  const named = ESP_CATEGORIES.flatMap((category) =>
    (category === "applications" ? apps : lists[category]).map((item) => ({ category, item })),
  )
  return named.length === 0 ? [APP] : named
}

/** The items that words name; where they name none at all, those of the profile. */
export const itemsOf = (
  words: typeof TrackedWords.Type,
  phase: EspPhase,
  settings: ProfileSettings | null,
): ReadonlyArray<Item> => {
  const saysNothing = ESP_CATEGORIES.every((category) => words[WORDS[category].many] === undefined)
  return saysNothing
    ? namedIn(settings, phase)
    : ESP_CATEGORIES.flatMap((category) =>
        (words[WORDS[category].many] ?? []).map((item) => ({ category, item })),
      )
}

const isOpen = ({ blocking, state }: ItemState): boolean =>
  blocking && (state === "notInstalled" || state === "inProgress")

/** The items that hold a phase and are not installed yet. */
export const openItems = ({ attempt }: DeviceState, phase: EspPhase): ReadonlyArray<Item> =>
  Object.values(attempt?.phases[phase]?.items ?? {}).filter(isOpen)

/** The item that words name; where they name none, the first one that is open. */
export const itemOf = (words: typeof ItemWords.Type, device: DeviceState, phase: EspPhase): Item => {
  const named = ESP_CATEGORIES.flatMap((category) => {
    const item = words[WORDS[category].one]
    return item === undefined ? [] : [{ category, item }]
  })
  const { category, item } = named[0] ?? openItems(device, phase)[0] ?? APP
  return { category, item }
}

/** An item in the words of a profile. */
export const wordsOf = ({ category, item }: Item): { readonly [word: string]: string } => ({
  [WORDS[category].one]: item,
})

/** Items in the words of a profile; where there are none, that there is no app. */
export const trackedWords = (
  items: ReadonlyArray<Item>,
): { readonly [word: string]: ReadonlyArray<string> } => {
  const named = ESP_CATEGORIES.flatMap((category): ReadonlyArray<[string, ReadonlyArray<string>]> => {
    const names = items.filter((item) => item.category === category).map(({ item }) => item)
    return names.length === 0 ? [] : [[WORDS[category].many, names]]
  })
  return named.length === 0 ? { apps: [] } : Object.fromEntries(named)
}
