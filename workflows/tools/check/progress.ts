import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import type { ItemState } from "#domain/device"
import type { DeviceProcess } from "#workflows/engine"
import { activeOn } from "../rehearsal/stage.ts"
import type { World } from "./world.ts"

/** Whether a state is a region of a page, or inside one: that is where the language says that a page tracks its items. */
export const isRegion = (path: string): boolean => path.includes(".tracking.")

/** Whether an item may still become something else. */
export const isOpen = ({ state }: ItemState): boolean => state === "notInstalled" || state === "inProgress"

/** The items of a phase. */
export const itemsIn = ({ device }: DeviceProcess, phase: EspPhase): ReadonlyArray<ItemState> =>
  Object.values(device.attempt?.phases[phase]?.items ?? {})

/**
 * How far a phase has come: items that differ by nothing but their names and categories count as one. Once its page is
 * not shown any more it makes no difference whether an item is open or failed.
 */
const progressOf = (process: DeviceProcess, phase: EspPhase, isShown: boolean): string => {
  const blocking = itemsIn(process, phase).filter((item) => item.blocking)
  const failed = blocking.some(({ state }) => state === "failed")
  return failed && isShown ? "failed" : failed || blocking.some(isOpen) ? "open" : ""
}

/** The pages of a device as far as they have come. */
export const pagesOf = ({ stage }: World, process: DeviceProcess): unknown => {
  const isShown = activeOn(stage, process).some(({ path }) => isRegion(path))
  return ESP_PHASES.flatMap((phase) => {
    const current = process.device.attempt?.phases[phase]
    return current === undefined
      ? []
      : [[phase, current.completedAt !== null, progressOf(process, phase, isShown)]]
  })
}
