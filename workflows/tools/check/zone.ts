/**
 * What is possible at one moment of the times that a device is aware of: a convex set, written as bounds on
 * differences. A time is a moment seen from now: of a running time-out how far it is ahead, of something that happened
 * how long it is past (negative). `now` itself is 0. Times are whole milliseconds.
 */
export interface Zone {
  readonly names: ReadonlyArray<string>
  /** `bounds[i][j]` is the most that time i can be above time j; row and column 0 are now. */
  readonly bounds: ReadonlyArray<ReadonlyArray<number>>
}

type Mutable = Array<Array<number>>

const copyOf = ({ bounds }: Zone): Mutable => bounds.map((row) => [...row])

const at = (bounds: ReadonlyArray<ReadonlyArray<number>>, i: number, j: number): number =>
  bounds[i]?.[j] ?? Number.POSITIVE_INFINITY

const tighten = (bounds: Mutable, i: number, j: number, bound: number): void => {
  const row = bounds[i]
  if (row !== undefined && bound < at(bounds, i, j)) row[j] = bound
}

/** Makes every bound as tight as the others imply (Floyd and Warshall). */
const closed = (names: ReadonlyArray<string>, bounds: Mutable): Zone => {
  for (let k = 0; k < bounds.length; k++)
    for (let i = 0; i < bounds.length; i++)
      for (let j = 0; j < bounds.length; j++) tighten(bounds, i, j, at(bounds, i, k) + at(bounds, k, j))
  return { names, bounds }
}

/** Nothing is known of any time. */
export const NO_TIMES: Zone = { names: [], bounds: [[0]] }

const indexOf = ({ names }: Zone, name: string): number => names.indexOf(name) + 1

/** Whether there is no moment in a zone: it can never be so. */
export const isEmpty = ({ bounds }: Zone): boolean => bounds.some((row, i) => (row[i] ?? 0) < 0)

/** Whether everything that is possible in one zone is possible in another one over the same times. */
export const includes = (outer: Zone, inner: Zone): boolean =>
  outer.bounds.every((row, i) => row.every((bound, j) => at(inner.bounds, i, j) <= bound))

/** The least and the most that a time can be. */
export const rangeOf = (zone: Zone, name: string): readonly [least: number, most: number] => {
  const index = indexOf(zone, name)
  return [-at(zone.bounds, 0, index), at(zone.bounds, index, 0)]
}

/** The zone with a time kept within bounds. */
export const within = (
  zone: Zone,
  name: string,
  { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY },
): Zone => {
  const index = indexOf(zone, name)
  const bounds = copyOf(zone)
  tighten(bounds, 0, index, -least)
  tighten(bounds, index, 0, most)
  return closed(zone.names, bounds)
}

/** The zone with its times in the order of their names, so that it can be compared with others. */
export const inOrder = (zone: Zone): Zone => {
  const names = zone.names.toSorted()
  const order = [0, ...names.map((name) => indexOf(zone, name))]
  return { names, bounds: order.map((i) => order.map((j) => at(zone.bounds, i, j))) }
}

/** The zone with only some of its times. */
export const keeping = (zone: Zone, isKept: (name: string) => boolean): Zone => {
  const kept = [0, ...zone.names.flatMap((name, place) => (isKept(name) ? [place + 1] : []))]
  return {
    names: zone.names.filter(isKept),
    bounds: kept.map((i) => kept.map((j) => at(zone.bounds, i, j))),
  }
}

/** The zone with one more time, which is exactly so far from now. */
export const starting = (zone: Zone, name: string, from: number): Zone => {
  const last = zone.names.length + 1
  const bounds = [
    ...copyOf(zone).map((row) => [...row, Number.POSITIVE_INFINITY]),
    new Array<number>(last + 1),
  ]
  bounds[last]?.fill(Number.POSITIVE_INFINITY)
  tighten(bounds, last, last, 0)
  tighten(bounds, last, 0, from)
  tighten(bounds, 0, last, -from)
  return closed([...zone.names, name], bounds)
}

/**
 * The zone after any length of time in which no time-out of `ahead` passes. What is `frozen` does not move along.
 */
export const later = (zone: Zone, ahead: ReadonlyArray<string>, frozen: ReadonlyArray<string> = []): Zone => {
  const moves = zone.names.map((name) => !frozen.includes(name))
  const bounds = zone.bounds.map((row, i) =>
    row.map((bound, j) => {
      const isFixed = i === 0 || moves[i - 1] === false
      return isFixed && j > 0 && moves[j - 1] === true ? Number.POSITIVE_INFINITY : bound
    }),
  )
  for (const name of ahead) tighten(bounds, 0, indexOf(zone, name), 0)
  return closed(zone.names, bounds)
}

/** The zone in which a time past is no longer told apart beyond a limit, so that there are only so many zones. */
export const forgetting = (zone: Zone, name: string, limit: number): Zone => {
  const index = indexOf(zone, name)
  const [least, most] = rangeOf(zone, name)
  const bounds = copyOf(zone)
  if (-least > limit)
    for (const row of bounds) if (row !== bounds[index]) row[index] = Number.POSITIVE_INFINITY
  if (-most > limit)
    bounds[index]?.forEach((_, j, row) => {
      if (j !== index) row[j] = j === 0 ? -limit - 1 : Number.POSITIVE_INFINITY
    })
  return closed(zone.names, bounds)
}

/** The zone in which a time past may also be any shorter: only how long it can be past at most is kept. */
export const atMost = (zone: Zone, name: string): Zone => {
  const index = indexOf(zone, name)
  const bounds = copyOf(zone)
  bounds[index]?.forEach((_, j, row) => {
    if (j !== index) row[j] = j === 0 ? 0 : Number.POSITIVE_INFINITY
  })
  return closed(zone.names, bounds)
}

/**
 * The zone in which nothing is known of how long a time is past, but for what it has to do with some others.
 *
 * @param held those times
 */
export const loosened = (zone: Zone, name: string, held: ReadonlyArray<string>): Zone => {
  const index = indexOf(zone, name)
  const bounds = copyOf(zone)
  bounds.forEach((row, i) => {
    const isHeld = i > 0 && held.includes(zone.names[i - 1] ?? "")
    if (i !== index && !isHeld) row[index] = Number.POSITIVE_INFINITY
  })
  return closed(zone.names, bounds)
}

/** Whether a time can be past for any length. */
export const isUnbounded = (zone: Zone, name: string): boolean =>
  at(zone.bounds, 0, indexOf(zone, name)) === Number.POSITIVE_INFINITY
