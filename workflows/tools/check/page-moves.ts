import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import type { ItemState } from "#domain/device"
import type { DeviceProcess } from "#workflows/engine"
import { trackedWords, wordsOf } from "../rehearsal/esp-words.ts"
import type { Told } from "../rehearsal/perform.ts"
import { activeOn, presentPhase } from "../rehearsal/stage.ts"
import { isRead } from "./conditions.ts"
import { isOpen, itemsIn } from "./progress.ts"
import type { World } from "./world.ts"

/** One thing that may happen: steps in a row, of which the first must be possible. */
export type Move = ReadonlyArray<Told>

const told = (event: string, data: unknown): Told => ({ event, data, assume: {} })

const reported = (phase: EspPhase, item: ItemState, state: ItemState["state"]): Told =>
  told("EspItemReported", { phase, ...wordsOf(item), state })

/** What may become of the items of a page: of one that holds it, of one that does not, and of all at once. */
const itemMoves = (
  { conditions }: World,
  phase: EspPhase,
  open: ReadonlyArray<ItemState>,
): ReadonlyArray<Move> => {
  const blocking = open.filter((item) => item.blocking)
  const others = open.filter((item) => !item.blocking)
  const states = isRead(conditions, "EspItemReported.state")
    ? (["inProgress", "completed", "failed", "notRequired"] as const)
    : (["completed", "failed"] as const)
  const single = [...blocking.slice(0, 1), ...others.slice(0, 1)].flatMap((item) =>
    states
      .filter((state) => state !== "inProgress" || item.state === "notInstalled")
      .map((state) => [reported(phase, item, state)]),
  )
  const all = blocking.map((item) => reported(phase, item, "completed"))
  return all.length > 1 ? [...single, all] : single
}

/** What may become of the items of every page. */
export const reports = (world: World, process: DeviceProcess): ReadonlyArray<Move> =>
  ESP_PHASES.flatMap((phase) => itemMoves(world, phase, itemsIn(process, phase).filter(isOpen)))

/** A page that is shown takes its own phase only; where a workflow does without pages, any phase may start. */
const startable = ({ stage }: World, process: DeviceProcess): ReadonlyArray<EspPhase> =>
  activeOn(stage, process).some(({ meta }) => meta.esp !== undefined)
    ? [presentPhase(stage, process)]
    : ESP_PHASES

/** Every way in which a page may begin: it tracks nothing, or something of each category. */
export const pageStarts = (world: World, process: DeviceProcess): ReadonlyArray<Move> =>
  startable(world, process).flatMap((phase) =>
    [[], world.items[phase]].map((items) => [told("EspPhaseStarted", { phase, ...trackedWords(items) })]),
  )
