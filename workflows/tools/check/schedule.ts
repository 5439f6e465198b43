import { CLOCKS } from "./conditions.ts"
import type { Edge, Place } from "./graph.ts"
import { passesBefore } from "./moments.ts"

/** At most so much later is one moment than another: `to - from <= most`. */
interface Bound {
  readonly from: number
  readonly to: number
  readonly most: number
}

const AFTER = /^xstate\.after\.(\d+)\./u

/** How long a time-out runs, which its event says. */
const millisOf = (timer: string): number => Number(AFTER.exec(timer)?.[1] ?? 0)

/** When each running time-out and each clock of a place began, by the number of the step. */
type Begun = ReadonlyMap<string, number>

const begunAt = ({ timers }: Pick<Place, "timers">): Begun =>
  new Map([...timers, "minutes"].map((name) => [name, 0]))

const begunAfter = (before: Begun, { begun, marked, to }: Edge, step: number): Begun =>
  new Map([
    ...[...before].filter(([name]) => to.timers.includes(name) || CLOCKS.some((clock) => clock === name)),
    ...to.timers.filter((timer) => begun.has(timer)).map((timer): [string, number] => [timer, step]),
    ...marked.map((clock): [string, number] => [clock, step]),
  ])

/** What the running time-outs allow for the moment of a step. */
const timerBounds = ({ from, timer }: Edge, begun: Begun, step: number): ReadonlyArray<Bound> =>
  from.timers.flatMap((running) => {
    const since = begun.get(running)
    if (since === undefined) return []
    const millis = millisOf(running)
    if (running === timer)
      return [
        { from: since, to: step, most: millis },
        { from: step, to: since, most: -millis },
      ]
    const isPast = timer === null || passesBefore(running, timer)
    return [{ from: since, to: step, most: isPast ? millis - 1 : millis }]
  })

const windowBounds = ({ window }: Edge, begun: Begun, step: number): ReadonlyArray<Bound> =>
  CLOCKS.flatMap((clock) => {
    const stretch = window[clock]
    const since = begun.get(clock)
    if (stretch === undefined || since === undefined) return []
    return [
      { from: since, to: step, most: stretch[1] },
      { from: step, to: since, most: -stretch[0] },
    ]
  })

const boundsOf = (edges: ReadonlyArray<Edge>): ReadonlyArray<Bound> => {
  const [first] = edges
  let begun = first === undefined ? new Map<string, number>() : begunAt(first.from)
  return edges.flatMap((edge, index) => {
    const step = index + 1
    const bounds = [
      { from: step, to: index, most: 0 },
      ...timerBounds(edge, begun, step),
      ...windowBounds(edge, begun, step),
    ]
    begun = begunAfter(begun, edge, step)
    return bounds
  })
}

/** Shortest distances from (or, backwards, to) the beginning (Bellman and Ford). */
const solved = (count: number, bounds: ReadonlyArray<Bound>, start: number): ReadonlyArray<number> => {
  const times = Array.from({ length: count }, (_, step) => (step === 0 ? 0 : start))
  for (let round = 0; round < count; round++)
    for (const { from, most, to } of bounds)
      times[to] = Math.min(times[to] ?? start, (times[from] ?? start) + most)
  return times
}

/**
 * When the steps of a way are taken, in milliseconds from the beginning.
 *
 * @param how `soon`: each as early as can be; `late`: each as late as can be, but for rests, which take no longer than
 *   they have to
 * @returns one moment for each step
 */
export const scheduleOf = (edges: ReadonlyArray<Edge>, how: "soon" | "late"): ReadonlyArray<number> => {
  const bounds = boundsOf(edges)
  const count = edges.length + 1
  const mirrored = bounds.map(({ from, most, to }) => ({ from: to, to: from, most }))
  // Read backwards the same bounds say how early a moment can be.
  const soon = solved(count, mirrored, Number.POSITIVE_INFINITY).map((time) => (time === 0 ? 0 : -time))
  if (how === "soon") return soon.slice(1)
  const rests = edges.flatMap(({ from }, step) =>
    isResting(from) ? [{ from: step, to: step + 1, most: (soon[step + 1] ?? 0) - (soon[step] ?? 0) }] : [],
  )
  return solved(count, [...bounds, ...rests], Number.POSITIVE_INFINITY).slice(1)
}

/** Rests are left out of all lengths of time. */
export const isResting = ({ rest }: Pick<Place, "rest">): boolean => rest !== null
