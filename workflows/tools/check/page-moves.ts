import { ESP_CATEGORIES, ESP_PHASES, type EspCategory, type EspPhase } from "#domain/deployment"
import type { ItemState } from "#domain/device"
import type { DeviceProcess } from "#workflows/engine"
import { trackedWords, wordsOf } from "../rehearsal/esp-words.ts"
import type { Told } from "../rehearsal/perform.ts"
import { activeOn, presentPhase } from "../rehearsal/stage.ts"
import { isRead } from "./conditions.ts"
import { isOpen, itemsIn, progressOf, regionsOf } from "./progress.ts"
import type { World } from "./world.ts"

/** One thing that may happen: steps in a row, of which the first must be possible. */
export type Move = ReadonlyArray<Told>

const told = (event: string, data: unknown): Told => ({ event, data, assume: {} })

const reported = (phase: EspPhase, item: ItemState, state: ItemState["state"]): Told =>
  told("EspItemReported", { phase, ...wordsOf(item), state })

const first = (items: ReadonlyArray<ItemState>, test: (item: ItemState) => boolean) =>
  items.filter(test).slice(0, 1)

/** What may become of items of which it does not matter which is which, but for those with special names. */
const itemMoves = (
  { conditions, special }: World,
  phase: EspPhase,
  items: ReadonlyArray<ItemState>,
): ReadonlyArray<Move> => {
  const open = items.filter(isOpen)
  const blocking = open.filter((item) => item.blocking)
  const chosen = [
    ...first(open, (item) => item.blocking && !special.includes(item.item)),
    ...first(open, (item) => !item.blocking && !special.includes(item.item)),
    ...open.filter(({ item }) => special.includes(item)),
  ]
  const isAsked = isRead(conditions, "EspItemReported.state")
  const states = isAsked
    ? (["inProgress", "completed", "failed", "notRequired"] as const)
    : (["completed", "failed"] as const)
  return [
    ...chosen.flatMap((item) =>
      states
        .filter((state) => state !== "inProgress" || item.state === "notInstalled")
        .map((state) => [reported(phase, item, state)]),
    ),
    ...(blocking.length > 1 ? [blocking.map((item) => reported(phase, item, "completed"))] : []),
  ]
}

/** Items in groups within which it does not matter which is which. */
const groupsOf = (
  world: World,
  process: DeviceProcess,
  phase: EspPhase,
): ReadonlyArray<ReadonlyArray<ItemState>> => {
  const items = itemsIn(process, phase)
  if (world.grain === "phase") return [items]
  const regions = regionsOf(world, process)
  const seen = new Set<string>()
  const differing = ESP_CATEGORIES.filter((category) => {
    const kind = `${regions?.get(category)} ${progressOf(world, process, phase, category)}`
    return world.grain === "name" || (!seen.has(kind) && seen.add(kind) !== undefined)
  })
  return differing.map((category) => items.filter((item) => item.category === category))
}

/** What may become of the items of every page. */
export const reports = (world: World, process: DeviceProcess): ReadonlyArray<Move> =>
  ESP_PHASES.filter((phase) => itemsIn(process, phase).some(isOpen)).flatMap((phase) =>
    groupsOf(world, process, phase).flatMap((items) => itemMoves(world, phase, items)),
  )

/** Sets of categories in which something may be tracked: any or none, how many, or which. */
const CATEGORIES: { readonly [grain in World["grain"]]: ReadonlyArray<ReadonlyArray<EspCategory>> } = {
  phase: [[], ESP_CATEGORIES],
  progress: [...ESP_CATEGORIES.keys(), ESP_CATEGORIES.length].map((count) =>
    ESP_CATEGORIES.slice(ESP_CATEGORIES.length - count),
  ),
  name: Array.from({ length: 2 ** ESP_CATEGORIES.length }, (_, set) =>
    ESP_CATEGORIES.filter((_category, place) => (set & (1 << place)) !== 0),
  ),
}

/** A page that is shown takes its own phase only; where a workflow does without pages, any phase may start. */
const startable = ({ stage }: World, process: DeviceProcess): ReadonlyArray<EspPhase> =>
  activeOn(stage, process).some(({ meta }) => meta.esp !== undefined)
    ? [presentPhase(stage, process)]
    : ESP_PHASES

/** Every way in which a page may begin. */
export const pageStarts = (world: World, process: DeviceProcess): ReadonlyArray<Move> =>
  startable(world, process).flatMap((phase) =>
    CATEGORIES[world.grain].map((categories) => {
      const items = world.items[phase].filter(({ category }) => categories.includes(category))
      return [told("EspPhaseStarted", { phase, ...trackedWords(items) })]
    }),
  )
