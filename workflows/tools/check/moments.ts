import { CLOCKS, type Clock, type Conditions } from "./conditions.ts"
import type { Edge, Place, Window } from "./graph.ts"
import {
  atMost,
  forgetting,
  inOrder,
  isEmpty,
  keeping,
  later,
  rangeOf,
  starting,
  within,
  type Zone,
} from "./zone.ts"

const MINUTE = 60_000

const isClock = (name: string): name is Clock => CLOCKS.some((clock) => clock === name)

/** The clocks that some condition looks at. */
const watched = ({ clocks }: Conditions): ReadonlyArray<Clock> =>
  CLOCKS.filter((clock) => clocks[clock].length > 0)

/** How long ago a clock began, in stretches within which every condition has one answer. */
const stretches = (minutes: ReadonlyArray<number>): ReadonlyArray<readonly [number, number]> =>
  [0, ...minutes].map((minute, index) => {
    const end = minutes[index]
    return [minute * MINUTE, end === undefined ? Number.POSITIVE_INFINITY : end * MINUTE - 1]
  })

/** Every mixture of stretches of the clocks that run in a zone. */
export const windowsIn = (zone: Zone, { clocks }: Conditions): ReadonlyArray<Window> =>
  CLOCKS.filter((clock) => zone.names.includes(clock)).reduce<ReadonlyArray<Window>>(
    (windows, clock) =>
      windows.flatMap((window) =>
        stretches(clocks[clock]).map((stretch) => ({ ...window, [clock]: stretch })),
      ),
    [{}],
  )

/** A zone as far as its clocks are within a window. */
export const inWindow = (zone: Zone, window: Window): Zone =>
  CLOCKS.reduce((narrow, clock) => {
    const stretch = window[clock]
    return stretch === undefined || !zone.names.includes(clock)
      ? narrow
      : within(narrow, clock, { least: -stretch[1], most: -stretch[0] })
  }, zone)

/** The moments of a zone at which something can happen before any time-out is due. */
export const beforeTimers = (zone: Zone, timers: ReadonlyArray<string>): Zone =>
  timers.reduce((narrow, timer) => within(narrow, timer, { least: 1 }), zone)

/** Time-outs that are due at the same moment pass in the order of their states. */
export const passesBefore = (one: string, other: string): boolean =>
  stateOf(one).localeCompare(stateOf(other)) < 0
const stateOf = (timer: string): string => timer.replace(/^xstate\.after\.\d+\./, "")

/** The moments of a zone at which a time-out passes. */
export const atTimer = (zone: Zone, timers: ReadonlyArray<string>, passing: string): Zone =>
  timers.reduce(
    (narrow, timer) =>
      timer === passing
        ? within(narrow, timer, { least: 0, most: 0 })
        : within(narrow, timer, { least: passesBefore(timer, passing) ? 1 : 0 }),
    zone,
  )

/** How the time since the beginning is called in zones that keep it. */
export const TOTAL = "total"

interface Arrival {
  readonly edge: Pick<Edge, "begun" | "marked">
  readonly timers: ReadonlyArray<string>
  /** No time counts while the device rests. */
  readonly resting: boolean
  readonly conditions: Conditions
}

/** The zone at the moment in which a step was taken. */
export const arriving = (before: Zone, { conditions, edge, timers }: Arrival): Zone => {
  const kept = keeping(before, (name) =>
    isClock(name)
      ? !edge.marked.includes(name)
      : name === TOTAL || (timers.includes(name) && !edge.begun.has(name)),
  )
  const begun = timers.flatMap((timer) => {
    const millis = edge.begun.get(timer)
    return millis === undefined ? [] : [[timer, millis] as const]
  })
  const marks = watched(conditions)
    .filter((clock) => edge.marked.includes(clock))
    .map((clock) => [clock, 0] as const)
  return [...begun, ...marks].reduce((zone, [name, from]) => starting(zone, name, from), kept)
}

/** The zone after any stay, once arrived. */
export const staying = (arrived: Zone, { conditions, resting, timers }: Arrival): Zone => {
  const stayed = later(arrived, timers, resting ? [TOTAL] : [])
  const bounded = watched(conditions)
    .filter((clock) => stayed.names.includes(clock))
    .reduce((zone, clock) => forgetting(zone, clock, (conditions.clocks[clock].at(-1) ?? 0) * MINUTE), stayed)
  return inOrder(bounded.names.includes(TOTAL) ? atMost(bounded, TOTAL) : bounded)
}

/** The moments at which an edge can be taken, in a zone of the place that it leads away from. */
export const taking = (
  zone: Zone,
  { timer, window }: Edge,
  { timers }: Pick<Place, "timers">,
): Zone | undefined => {
  const moments = timer === null ? beforeTimers(zone, timers) : atTimer(zone, timers, timer)
  const taken = inWindow(moments, window)
  return isEmpty(taken) ? undefined : taken
}

/** The longest time since the beginning in a zone. */
export const longestIn = (zone: Zone): number => -rangeOf(zone, TOTAL)[0]
