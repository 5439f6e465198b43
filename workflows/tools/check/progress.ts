import { ESP_CATEGORIES, ESP_PHASES, type EspCategory, type EspPhase } from "#domain/deployment"
import type { ItemState } from "#domain/device"
import type { DeviceProcess } from "#workflows/engine"
import { activeOn, type Stage } from "../rehearsal/stage.ts"
import type { World } from "./world.ts"

/** How the language names the state in which a page tracks its items. */
const TRACKING = ".tracking."

/** Whether a state is a region of a page, or inside one. */
export const isRegion = (path: string): boolean => path.includes(TRACKING)

/** The region of each category of the page that is shown, by what it is in; nothing where no page is shown. */
export const regionsOf = (
  { stage }: { readonly stage: Stage },
  process: DeviceProcess,
): ReadonlyMap<EspCategory, string> | undefined => {
  const active = activeOn(stage, process)
  const page = active.find(({ meta }) => meta.esp !== undefined)
  const within = active.filter(({ path }) => page !== undefined && path.startsWith(`${page.path}${TRACKING}`))
  if (page === undefined || within.length === 0) return undefined
  return new Map(
    ESP_CATEGORIES.map((category) => [
      category,
      within.find(({ path }) => path.includes(`.${category}.`))?.name ?? "",
    ]),
  )
}

/** Whether an item may still become something else. */
export const isOpen = ({ state }: ItemState): boolean => state === "notInstalled" || state === "inProgress"

/** The items of a phase. */
export const itemsIn = ({ device }: DeviceProcess, phase: EspPhase): ReadonlyArray<ItemState> =>
  Object.values(device.attempt?.phases[phase]?.items ?? {})

/** How far a category of a phase has come, whatever its items are called: open, settled or failed. */
export const progressOf = (
  { special }: World,
  process: DeviceProcess,
  phase: EspPhase,
  category: EspCategory,
): string => {
  const items = itemsIn(process, phase).filter((item) => item.category === category)
  const blocking = items.filter((item) => item.blocking)
  const failed = blocking.some(({ state }) => state === "failed") ? "failed" : ""
  const open = blocking.some(isOpen) ? "open" : ""
  const others = items.some((item) => !item.blocking && isOpen(item)) ? "others" : ""
  const named = items
    .filter(({ item }) => special.includes(item))
    .map(({ item, state }) => `${item}=${state}`)
    .toSorted()
  return [failed, open, others, ...named].join(" ")
}

/** A phase as a whole. Once its page is not shown it makes no difference whether an item is open or failed. */
const wholeOf = (process: DeviceProcess, phase: EspPhase, isShown: boolean): string => {
  const blocking = itemsIn(process, phase).filter((item) => item.blocking)
  const failed = blocking.some(({ state }) => state === "failed")
  return failed && isShown ? "failed" : failed || blocking.some(isOpen) ? "open" : ""
}

const detailsOf = (world: World, process: DeviceProcess, phase: EspPhase): ReadonlyArray<string> => {
  const regions = regionsOf(world, process)
  if (world.grain === "phase") return [wholeOf(process, phase, regions !== undefined)]
  const categories = ESP_CATEGORIES.map(
    (category) => `${regions?.get(category) ?? ""} ${progressOf(world, process, phase, category)}`,
  )
  return world.grain === "name" ? categories : categories.toSorted()
}

/** Pages as far as they have come; where categories are alike it does not matter which is which. */
export const pagesOf = (world: World, process: DeviceProcess): unknown =>
  ESP_PHASES.flatMap((phase) => {
    const current = process.device.attempt?.phases[phase]
    if (current === undefined) return []
    return [[phase, current.completedAt !== null, detailsOf(world, process, phase)]]
  })
