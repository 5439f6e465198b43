import type { DeviceProcess } from "#workflows/engine"
import { hasEnded } from "../chart/active.ts"
import { activeOn, runningOn, type Stage } from "../rehearsal/stage.ts"
import { statesOf } from "../simulate/simulation.ts"
import type { Comer, Edge, Place } from "./graph.ts"
import { timed, timersOf } from "./instant.ts"
import { arriving, staying } from "./moments.ts"
import { outlineOf } from "./outline.ts"
import type { World } from "./world.ts"
import { includes, NO_TIMES, type Zone } from "./zone.ts"

type Mutable<T> = { -readonly [key in keyof T]: T[key] }

/** A place while the search goes on. */
export interface OpenPlace extends Omit<Mutable<Place>, "edges"> {
  edges: Array<Edge>
}

/** The places that a search has found. */
export interface Places {
  readonly world: World
  readonly all: Array<OpenPlace>
  readonly byOutline: Map<string, Array<OpenPlace>>
}

/** Why a device may stay in all the innermost states that it is in; null where in one it may not. */
const restOf = (stage: Stage, process: DeviceProcess): string | null => {
  if (runningOn(stage, process) === null) return "nobody knows the device yet"
  const active = activeOn(stage, process)
  const leaves = active.filter((state) => state.children.length === 0 && state.kind !== "final")
  const reasons = leaves.map((leaf) =>
    active.find(({ meta, path }) => meta.rest !== undefined && `${leaf.path}.`.startsWith(`${path}.`)),
  )
  return reasons.every((state) => state !== undefined) ? (reasons[0]?.meta.rest ?? null) : null
}

const outcomeOf = (stage: Stage, process: DeviceProcess): Place["outcome"] => {
  const running = runningOn(stage, process)
  if (running === null || !hasEnded(running)) return null
  return activeOn(stage, process).find(({ meta }) => meta.outcome !== undefined)?.meta.outcome ?? null
}

/** What a device is like for good, and which time-outs run: places with the same differ by times at most. */
export const outlineIn = (world: World, comer: Comer, process: DeviceProcess): string => {
  const { stage } = world
  const hasOutcome = outcomeOf(stage, process) !== null
  return `${comer.id} ${timersOf(stage, process).toSorted().join()} ${outlineOf(world, process, hasOutcome)}`
}

/** A step that leads to a place. */
export interface Arriving extends Pick<Edge, "begun" | "marked"> {
  readonly process: DeviceProcess
  readonly before: Zone
}

/** The place that a step leads to: a known one that allows everything that the step does, or a new one. */
export const placeFor = (
  { all, byOutline, world }: Places,
  comer: Comer,
  { before, process, ...edge }: Arriving,
): { readonly place: OpenPlace; readonly isNew: boolean } => {
  const { conditions, stage } = world
  const timers = timersOf(stage, process)
  const rest = restOf(stage, process)
  const outcome = outcomeOf(stage, process)
  const arrival = { edge, timers, resting: rest !== null, conditions }
  const zone = outcome === null ? staying(arriving(before, arrival), arrival) : NO_TIMES
  const outline = outlineIn(world, comer, process)
  const known = byOutline.get(outline) ?? []
  const found = known.find((place) => includes(place.zone, zone))
  if (found !== undefined) return { place: found, isNew: false }
  const place: OpenPlace = {
    id: all.length,
    comer,
    process: timed(process, {}),
    outline,
    zone,
    timers: zone.names.filter((name) => timers.includes(name)),
    states: statesOf(stage, process),
    outcome,
    rest,
    edges: [],
    blocked: null,
    first: null,
  }
  all.push(place)
  byOutline.set(outline, [...known, place])
  return { place, isNew: true }
}
